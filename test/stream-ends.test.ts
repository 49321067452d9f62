import { roundTrip } from './helpers/fake-wx'
import { bytes, startStream } from './helpers/streams'
import { pass, turn } from './helpers/world'

test('delivers no chunk that waited behind one whose listener aborts', async () => {
  const { task, chunks, tasks } = startStream({}, 'good')
  task.onChunkReceived(() => task.abort())
  for (const letter of 'ab') tasks[0]?.emit('ChunkReceived', { data: bytes(letter) })
  await pass(60_000)
  expect(chunks).toEqual(['a'])
})

test('delivers no chunk that still waits at an abort', async () => {
  const { task, chunks, tasks } = startStream({}, 'good')
  tasks[0]?.emit('ChunkReceived', { data: bytes('a') })
  task.abort()
  await pass(60_000)
  expect(chunks).toEqual([])
})

test('delivers no chunk after an abort', async () => {
  const { task, outcome, chunks, tasks } = startStream({}, 'good')
  await pass(roundTrip + 10)
  expect(chunks).toEqual(['a'])
  task.abort()
  tasks[0]?.emit('ChunkReceived', { data: bytes('late') })
  await turn()
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  await pass(60_000)
  expect(chunks).toEqual(['a'])
})

test('fails with REQUEST_FAILED where the network fails in the middle', async () => {
  const { server, outcome, chunks, tasks, calls } = startStream({}, 'good')
  tasks[0]?.emit('HeadersReceived', { statusCode: 200, header: {} })
  tasks[0]?.emit('ChunkReceived', { data: bytes('a') })
  calls[0]?.options.fail({ errMsg: 'request:fail ' })
  await turn()
  expect(outcome.error).toMatchObject({ code: 'REQUEST_FAILED' })
  expect(chunks).toEqual(['a'])
  await pass(60_000)
  expect(server.requests).toHaveLength(1)
})
