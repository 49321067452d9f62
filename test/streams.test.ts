import type { AuthOptions } from '../src'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip, type Script } from './helpers/fake-wx'
import { bytes, startStream, text } from './helpers/streams'
import { createWorld, now, pass, settle } from './helpers/world'

test('delivers the chunks of an answer as they arrive', async () => {
  const { outcome, chunks, times, count } = startStream({}, 'good')
  await pass(60_000)
  expect(chunks).toEqual(['a', 'b', 'c'])
  expect(times).toEqual([10, 20, 30].map((after) => roundTrip + after))
  expect(outcome.value.statusCode).toBe(200)
  expect(count('login')).toBe(0)
})

test('never delivers the chunks of a rejected attempt, but those of its replay', async () => {
  const { outcome, chunks, server, count, tasks } = startStream()
  await pass(roundTrip + 30 + loginTime + roundTrip + 1)
  expect(server.issued).toHaveLength(1)
  tasks[0]?.emit('ChunkReceived', { data: bytes('late') })
  await pass(60_000)
  expect(chunks).toEqual(['a', 'b', 'c'])
  expect(outcome.value.statusCode).toBe(200)
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  expect(count('login')).toBe(1)
})

test('never delivers a chunk of a replay that is refused, too', async () => {
  const { outcome, chunks, server } = startStream()
  server.on('/a', { statusCode: 401, chunks: ['no', 'entry'] })
  await pass(60_000)
  expect(outcome.error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
  expect(chunks).toEqual([])
  expect(server.requests).toHaveLength(2)
})

test('delivers to one who listens late what comes from then on, as it arrives', async () => {
  const { task } = startStream({}, 'good')
  const late: [string, number][] = []
  await pass(roundTrip + 15)
  task.onChunkReceived((event) => late.push([text(event), now()]))
  await pass(60_000)
  expect(late).toEqual([
    ['b', roundTrip + 20],
    ['c', roundTrip + 30],
  ])
})

test('delivers nothing of a rejected attempt to one who listens late', async () => {
  const { task, outcome } = startStream()
  const late: string[] = []
  await pass(roundTrip + 15)
  task.onChunkReceived((event) => late.push(text(event)))
  await pass(5 + 10 + loginTime + 2 * roundTrip)
  expect(late).toEqual([])
  await pass(60_000)
  expect(late).toEqual(['a', 'b', 'c'])
  expect(outcome.value.statusCode).toBe(200)
})

describe('once a chunk has been delivered', () => {
  /** Its headers look good, and its end says that the login state was refused. */
  const isRejected: AuthOptions['isRejected'] = ({ data }) => data !== undefined

  test('ends a rejected request with REJECTED and the response, and never replays it', async () => {
    const { outcome, chunks, server } = startStream({ isRejected })
    await pass(60_000)
    expect(chunks).toEqual(['no', 'entry'])
    expect(outcome.error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
    expect(outcome.error.response).toMatchObject({ statusCode: 401, errMsg: 'request:ok' })
    expect(server.requests).toHaveLength(1)
  })

  test('still replays a request that nobody listened to', async () => {
    const { server, start } = createWorld()
    const auth = start({ isRejected: (response) => response.data !== undefined && response.statusCode === 401 })
    auth.setState({ token: 'stale' })
    server.on('/a', (sent) => ({ statusCode: tokenOf(sent) === 'stale' ? 401 : 200, chunks: ['a'] }))
    const { value } = await settle(auth.request({ url: '/a', enableChunked: true }))
    expect(value.statusCode).toBe(200)
    expect(server.requests).toHaveLength(2)
  })
})

test('delivers the chunks where isRejected throws about the headers', async () => {
  const { outcome, chunks, server } = startStream({
    isRejected: () => {
      throw new Error('a mistake')
    },
  })
  await pass(60_000)
  expect(chunks).toEqual(['no', 'entry'])
  expect(outcome.value.statusCode).toBe(401)
  expect(server.requests).toHaveLength(1)
})

test.each([
  ['before the headers', true],
  ['without any headers', false],
])('delivers chunks that come %s once it is clear that they are good, and never else', async (_name, hasHeaders) => {
  const { start, always } = createWorld()
  const answer: Script = (options, _usual, later) => {
    const statusCode = options.header.Authorization === 'Bearer stale' ? 401 : 200
    const listeners: Record<string, (event: unknown) => void> = {}
    later(10, () => listeners.chunk?.({ data: bytes(`${statusCode}`) }))
    if (hasHeaders) later(20, () => listeners.headers?.({ statusCode, header: {} }))
    later(30, () => options.success({ statusCode, header: {}, data: '' }))
    return {
      onChunkReceived: (listener: any) => Object.assign(listeners, { chunk: listener }),
      ...(hasHeaders && { onHeadersReceived: (listener: any) => Object.assign(listeners, { headers: listener }) }),
    }
  }
  always('request', (options, usual, later) => (options.enableChunked ? answer(options, usual, later) : usual()))
  const auth = start()
  auth.setState({ token: 'stale' })
  const task = auth.request({ url: '/a', enableChunked: true })
  const chunks: string[] = []
  task.onChunkReceived((event) => chunks.push(text(event)))
  expect((await settle(task)).value.statusCode).toBe(200)
  expect(chunks).toEqual(['200'])
})

test('delivers the chunks of an answer of whose headers wx says nothing', async () => {
  const { task, chunks, tasks } = startStream({}, 'good')
  tasks[0]?.emit('HeadersReceived', undefined)
  expect((await settle(task)).value.statusCode).toBe(200)
  expect(chunks).toEqual(['a', 'b', 'c'])
})

test.each(['none', 'optional'] as const)(
  "delivers what a bare request with login: '%s' streams, a 401, too",
  async (login) => {
    const { server, start } = createWorld()
    server.on('/a', { statusCode: 401, chunks: ['a', 'b'] })
    const task = start().request({ url: '/a', enableChunked: true, login })
    const chunks: [string, number][] = []
    task.onChunkReceived((event) => chunks.push([text(event), now()]))
    expect((await settle(task)).value.statusCode).toBe(401)
    expect(chunks).toEqual([
      ['a', roundTrip + 10],
      ['b', roundTrip + 20],
    ])
  },
)
