import type { Auth } from '../src'
import { requiredCalls } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn, type World } from './helpers/world'

/** One call is in flight when the user logs out. */
async function logoutInFlight({ server, start }: World, call: (auth: Auth) => Promise<unknown>, token: string) {
  server.tokens.add('good')
  const auth = start()
  auth.setState({ token })
  const outcome = outcomeOf(call(auth))
  await pass(roundTrip - 1)
  auth.logout()
  return { auth, outcome }
}

describe.each(requiredCalls)('a %s in flight at a logout', (_name, call) => {
  test('resolves when it is answered well', async () => {
    const world = createWorld()
    const { auth, outcome } = await logoutInFlight(world, call, 'good')
    await pass(roundTrip)
    await turn()
    expect(outcome.value).toMatchObject({ statusCode: 200 })
    expect(auth.state).toBeUndefined()
  })

  test('fails with LOGGED_OUT when it is rejected, and is not sent again', async () => {
    const world = createWorld()
    const { outcome } = await logoutInFlight(world, call, 'revoked')
    await pass(60_000)
    await turn()
    expect(outcome.error).toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.sent).toHaveLength(1)
    expect(world.count('login')).toBe(0)
  })

  test('is not sent again under the login that followed', async () => {
    const world = createWorld()
    const { auth, outcome } = await logoutInFlight(world, call, 'revoked')
    auth.setState({ token: 'good' })
    await pass(60_000)
    await turn()
    expect(outcome.error).toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.server.requests.map(tokenOf)).toEqual(['revoked'])
    expect(auth.state).toEqual({ token: 'good' })
  })

  test('fails with LOGGED_OUT when it waits for its replay, which is never sent', async () => {
    const world = createWorld()
    const auth = world.start()
    auth.setState({ token: 'revoked' })
    const outcome = outcomeOf(call(auth))
    await pass(roundTrip + loginTime)
    auth.logout()
    await pass(60_000)
    await turn()
    expect(outcome.error).toMatchObject({ code: 'LOGGED_OUT' })
    expect(world.server.requests).toHaveLength(1)
  })
})

test.each([
  [200, 'resolves'],
  [401, 'fails with LOGGED_OUT'],
])('a replay in flight at a logout that is answered %d %s', async (statusCode) => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  server.on('/a', (sent) => ({ statusCode: tokenOf(sent) === 'revoked' ? 401 : statusCode }))
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await pass(roundTrip + loginTime + roundTrip + 1)
  auth.logout()
  await pass(60_000)
  expect(outcome).toMatchObject(statusCode === 200 ? { value: { statusCode: 200 } } : { error: { code: 'LOGGED_OUT' } })
  expect(server.requests).toHaveLength(2)
  expect(count('login')).toBe(1)
})

test('leaves what the network does to a request in flight as it is', async () => {
  const { server, start } = createWorld()
  server.on('/a', { statusCode: 200, fails: { errMsg: 'request:fail interrupted', errno: 600003 } })
  const auth = start()
  auth.setState({ token: 'good' })
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  auth.logout()
  await pass(roundTrip)
  expect(outcome.error).toMatchObject({ code: 'REQUEST_FAILED', errno: 600003 })
})

test("sends an 'optional' request that is rejected after a logout once more, bare", async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  const outcome = outcomeOf(auth.request({ url: '/a', login: 'optional' }))
  auth.logout()
  await pass(2 * roundTrip)
  expect(outcome.value).toMatchObject({ statusCode: 401 })
  expect(server.requests.map(tokenOf)).toEqual(['revoked', ''])
  expect(count('login')).toBe(0)
})

test("sends a rejected 'optional' request bare even when a login state has followed the logout", async () => {
  const { server, start } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  const outcome = outcomeOf(auth.request({ url: '/a', login: 'optional' }))
  auth.logout()
  auth.setState({ token: 'of-somebody-else' })
  await pass(2 * roundTrip)
  expect(outcome.value).toMatchObject({ statusCode: 401 })
  expect(server.requests.map(tokenOf)).toEqual(['revoked', ''])
})

test('never sends a request that waited under the login that followed', async () => {
  const { server, start } = createWorld()
  const auth = start()
  const waiting = outcomeOf(auth.request({ url: '/before' }))
  await pass(10)
  auth.logout()
  outcomeOf(auth.login())
  const next = await settle(auth.request({ url: '/after' }))
  expect(waiting.error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(next.value).toMatchObject({ statusCode: 200 })
  expect(server.requests.map(({ url }) => url)).toEqual(['https://api.test/after'])
})

test('never sends a request that waited when the one before it logs out and somebody else in', async () => {
  const { server, start } = createWorld()
  const auth = start()
  outcomeOf(
    auth.withLogin(() => {
      auth.logout()
      auth.setState({ token: 'of-somebody-else' })
    }),
  )
  const waiting = outcomeOf(auth.request({ url: '/a' }))
  await pass(1000)
  expect(waiting.error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(server.requests).toEqual([])
})
