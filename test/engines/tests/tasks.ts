import type { AuthOptions } from '../../../src'
import { loginTime, roundTrip } from '../../helpers/fake-wx'
import { now, pass, turn } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf } from '../suite/world'

test('aborts a call that waits for a login: it alone fails, and it is never sent', async () => {
  const { start, sent } = createWorld()
  const auth = start()
  const [aborted, other] = [auth.request({ url: '/aborted' }), auth.request({ url: '/other' })]
  const outcomes = [outcomeOf(aborted), outcomeOf(other)]
  await pass(loginTime)
  aborted.abort()
  aborted.abort()
  await turn()
  equal([outcomes[0]?.code, outcomes[0]?.at, outcomes[1]?.settled], ['ABORTED', now(), false])
  await pass(1000)
  equal(outcomes[1]?.value.statusCode, 200)
  equal(
    sent.map(({ url }) => url),
    ['https://api.test/login', 'https://api.test/other'],
  )
})

test('aborts a call in flight by the abort of its task, once', async () => {
  const { start, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  const task = auth.request({ url: '/a' })
  const outcome = outcomeOf(task)
  await pass(roundTrip / 2)
  task.abort()
  task.abort()
  await pass(roundTrip)
  equal([outcome.code, tasks.map(({ aborts }) => aborts)], ['ABORTED', [1]])
})

test('aborts a call during the re-login, and sends it no second time', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const task = auth.request({ url: '/a' })
  const outcome = outcomeOf(task)
  await pass(roundTrip + 10)
  task.abort()
  await pass(2000)
  equal([outcome.code, server.requests.length, count('login')], ['ABORTED', 1, 1])
  equal(auth.state, { token: server.lastToken })
})

test('carries listeners that came before the task exists to the task of every attempt, until they leave', async () => {
  const { start, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const task = auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' })
  const heard: string[] = []
  const leaver = () => heard.push('leaver')
  task.onProgressUpdate(leaver)
  task.onProgressUpdate(() => {
    throw new Error('of a listener')
  })
  task.onProgressUpdate(({ progress }) => heard.push(`at ${progress} %`))
  task.onHeadersReceived(() => heard.push('headers'))
  outcomeOf(task)
  await pass(roundTrip / 2)
  task.offProgressUpdate(leaver)
  await pass(2000)
  equal(
    heard.filter((line) => line !== 'headers'),
    ['leaver', 'at 50 %', 'at 50 %'],
  )
  equal(heard[heard.length - 1], 'headers')
  equal(tasks.filter(({ listeners }) => listeners.ProgressUpdate).length, 2)
})

/** A request for a streamed answer, of which the caller hears every chunk. */
function startStream(options: Partial<AuthOptions> = {}) {
  const world = createWorld()
  world.server.on('/stream', ({ header }) =>
    header.Authorization === 'Bearer stale'
      ? { statusCode: 401, chunks: ['no', 'entry'] }
      : { statusCode: 200, chunks: ['a', 'b', 'c'] },
  )
  const auth = world.start(options)
  auth.setState({ token: 'stale' })
  const task = auth.request({ url: '/stream', enableChunked: true })
  const chunks: string[] = []
  task.onChunkReceived(({ data }) => chunks.push(String.fromCharCode(...Array.from(new Uint8Array(data)))))
  return { server: world.server, chunks, outcome: outcomeOf(task) }
}

test('delivers the chunks of a streamed answer, and none of the rejected attempt before it', async () => {
  const { server, chunks, outcome } = startStream()
  await pass(2000)
  equal([chunks, outcome.value.statusCode, server.requests.length], [['a', 'b', 'c'], 200, 2])
})

test('replays nothing of which a chunk was delivered', async () => {
  // Only the end of the answer says that it was a rejection.
  const { server, chunks, outcome } = startStream({ isRejected: ({ data }) => data === '' })
  await pass(2000)
  equal([chunks, outcome.code, server.requests.length], [['no', 'entry'], 'REJECTED', 1])
})
