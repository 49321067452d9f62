import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

/** A world whose `/slow` takes its time to say what any path says. */
function createSlowWorld(delay: number) {
  const world = createWorld()
  world.server.on('/slow', (sent) => {
    return world.server.tokens.has(tokenOf(sent)) ? { statusCode: 200 } : { statusCode: 401, delay }
  })
  return world
}

test('replays a request that was rejected with an older login state with the newest, without a login', async () => {
  const { server, start, count } = createSlowWorld(5000)
  const auth = start()
  auth.setState({ token: 'stale' })
  const late = outcomeOf(auth.request({ url: '/slow' }))
  const early = outcomeOf(auth.request({ url: '/a' }))
  await pass(1000)
  expect(early.value.statusCode).toBe(200)
  expect(late.settled).toBe(false)
  await pass(5000)

  expect(late.value.statusCode).toBe(200)
  expect(server.requests.map(tokenOf)).toEqual(['stale', 'stale', server.lastToken, server.lastToken])
  expect(count('login')).toBe(1)
  expect(auth.state).toEqual({ token: server.lastToken })
})

test.each([
  ['during wx.login', 2 * roundTrip],
  ['during the exchange', roundTrip + loginTime + 10],
])('waits for the login that an earlier rejection began, when it is rejected %s', async (_name, delay) => {
  const { server, start, count } = createSlowWorld(delay)
  const auth = start()
  auth.setState({ token: 'stale' })
  const outcomes = ['/a', '/slow'].map((url) => outcomeOf(auth.request({ url })))
  await pass(delay + loginTime + 2 * roundTrip)

  expect(outcomes.map(({ value }) => value?.statusCode)).toEqual([200, 200])
  expect(server.requests).toHaveLength(4)
  expect(count('login')).toBe(1)
})

test('takes the state of a login() that came in between', async () => {
  const { server, start, count } = createSlowWorld(2000)
  const auth = start()
  auth.setState({ token: 'stale' })
  const late = outcomeOf(auth.request({ url: '/slow' }))
  await settle(auth.login())
  await pass(2000)
  expect(late.value.statusCode).toBe(200)
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  expect(count('login')).toBe(1)
})

test('takes the state of a setState() that came in between', async () => {
  const { server, start, count } = createSlowWorld(2000)
  const auth = start()
  auth.setState({ token: 'stale' })
  const late = outcomeOf(auth.request({ url: '/slow' }))
  server.tokens.add('renewed')
  auth.setState({ token: 'renewed' })
  await pass(3000)
  expect(late.value.statusCode).toBe(200)
  expect(server.requests.map(tokenOf)).toEqual(['stale', 'renewed'])
  expect(count('login')).toBe(0)
})

test('ends with REJECTED when the newest login state is refused, too, and keeps that state', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/forbidden', { statusCode: 401 })
  const late = outcomeOf(auth.request({ url: '/forbidden' }))
  auth.setState({ token: 'renewed' })
  await pass(2 * roundTrip)
  expect(late.error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
  expect(server.requests.map(tokenOf)).toEqual(['stale', 'renewed'])
  expect(count('login')).toBe(0)
  expect(auth.state).toEqual({ token: 'renewed' })
})

test('logs in for a login state that replaced another one and is rejected for the first time', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  await settle(auth.request({ url: '/a' }))
  server.revokeAll()
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect(count('login')).toBe(2)
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.issued[0], server.issued[0], server.issued[1]])
})
