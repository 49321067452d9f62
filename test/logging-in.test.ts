import type { Auth } from '../src'
import { loginTime, roundTrip, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

/** All that wants a login state, each resolving with something that tells which one it got. */
const calls: [string, (auth: Auth) => Promise<unknown>][] = [
  ['ensureLogin()', (auth) => auth.ensureLogin()],
  ['login()', (auth) => auth.login()],
  ['ensureSessionKey()', (auth) => auth.ensureSessionKey()],
  ['request()', (auth) => auth.request({ url: '/a' })],
  ['uploadFile()', (auth) => auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' })],
  ['downloadFile()', (auth) => auth.downloadFile({ url: '/a' })],
  ['withLogin()', (auth) => auth.withLogin(({ state }) => state)],
]

test('logs in once for 50 requests and 10 ensureLogin() in one tick, and sends each request once, in call order', async () => {
  const { server, start, count, sent } = createWorld()
  const auth = start()
  const requests = Array.from({ length: 50 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  const logins = Array.from({ length: 10 }, () => outcomeOf(auth.ensureLogin()))
  await pass(loginTime + 2 * roundTrip)

  expect(count('login')).toBe(1)
  expect(server.exchanges).toHaveLength(1)
  expect(logins.map(({ value }) => value.token)).toEqual(Array(10).fill(server.lastToken))
  expect(requests.map(({ value }) => value.data.path)).toEqual(Array.from({ length: 50 }, (_, index) => `/${index}`))
  expect(server.requests.map(({ url }) => url)).toEqual(
    Array.from({ length: 50 }, (_, index) => `https://api.test/${index}`),
  )
  expect(sent).toHaveLength(51)
})

test.each(calls)(
  'logs in for %s where there is no login state, once for all that arrive meanwhile',
  async (_name, call) => {
    const { server, start, count } = createWorld()
    const auth = start()
    const outcomes = [outcomeOf(call(auth))]
    expect(count('login')).toBe(1)
    for (const wait of [0, loginTime - 1, 1, 1, roundTrip / 2, roundTrip / 2 - 2]) {
      await pass(wait)
      for (const [, another] of calls) outcomes.push(outcomeOf(another(auth)))
    }
    expect(server.requests).toEqual([])
    await pass(1 + roundTrip)
    expect(outcomes.map(({ error }) => error)).toEqual(outcomes.map(() => undefined))
    expect(outcomes.map(({ settled }) => settled)).toEqual(outcomes.map(() => true))
    expect(count('login')).toBe(1)
    expect(server.exchanges).toHaveLength(1)
    expect(server.requests).toHaveLength(outcomes.filter(({ value }) => value.statusCode === 200).length)
  },
)

test.each(calls.filter(([name]) => name !== 'login()'))(
  'logs in no second time for %s in the .then of the first waiter',
  async (_name, call) => {
    const { start, count } = createWorld()
    const auth = start()
    const later = auth.ensureLogin().then(() => call(auth))
    outcomeOf(auth.ensureLogin())
    expect((await settle(later)).error).toBeUndefined()
    expect(count('login')).toBe(1)
  },
)

test('resolves ensureLogin() with the login state that it has, in the same turn and without the network', async () => {
  const { start, server, calls: made } = createWorld()
  server.extra = { userId: 7 }
  const auth = start()
  const { value: first } = await settle(auth.ensureLogin())
  expect(first).toEqual({ token: server.lastToken, userId: 7 })
  const { length } = made
  const again = outcomeOf(auth.ensureLogin())
  await turn()
  expect(again.value).toEqual(first)
  expect(auth.state).toEqual(first)
  expect(made).toHaveLength(length)
})

test('logs in anew for login(), whatever login state there is', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  await settle(auth.ensureLogin())
  const login = outcomeOf(auth.login())
  expect(count('login')).toBe(2)
  await pass(loginAndExchange)
  expect(login.value).toEqual({ token: server.issued[1] })
  expect(auth.state).toEqual(login.value)
  expect(start().state).toEqual(login.value)
})

test('leaves those with a usable login state alone while login() makes a new one', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  const { value: first } = await settle(auth.ensureLogin())
  const login = outcomeOf(auth.login())
  const ensured = outcomeOf(auth.ensureLogin())
  outcomeOf(auth.request({ url: '/at-once' }))
  await turn()
  expect(ensured.value).toEqual(first)
  expect(login.settled).toBe(false)
  await pass(roundTrip / 2)
  expect(server.requests.map(({ header }) => header.Authorization)).toEqual([`Bearer ${first.token}`])
  await pass(loginAndExchange)
  expect(login.value).toEqual({ token: server.issued[1] })
  expect(count('login')).toBe(2)
})

test('makes login() join another login() under way, and ensureLogin() where it has no usable state', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  const first = outcomeOf(auth.login())
  await pass(loginTime + 10)
  const outcomes = [first, outcomeOf(auth.login()), outcomeOf(auth.ensureLogin()), outcomeOf(auth.login())]
  await pass(roundTrip)
  expect(outcomes.map(({ value }) => value)).toEqual(Array(4).fill({ token: server.lastToken }))
  expect(count('login')).toBe(1)
})

test('never runs two logins at a time, but one after the other', async () => {
  const { start, server, calls: made } = createWorld()
  const auth = start()
  for (let round = 0; round < 3; round++) {
    outcomeOf(auth.login())
    outcomeOf(auth.login({ round }))
    await pass(700)
  }
  await pass(10_000)
  const steps = [...made.filter(({ method }) => method === 'login'), ...server.exchanges].sort((a, b) => a.at - b.at)
  expect(steps.map((step) => ('code' in step ? 'exchange' : 'wx.login'))).toEqual(
    Array.from(steps, (_, index) => (index % 2 ? 'exchange' : 'wx.login')),
  )
})

test('rejects when wx.login throws, and logs in for who comes after the cooldown', async () => {
  const { start, always, count } = createWorld()
  const auth = start()
  always('login', throws(new Error('no login today')))
  let outcome = await settle(auth.ensureLogin())
  expect(outcome.error).toMatchObject({ code: 'LOGIN_FAILED' })
  always('login', undefined)
  await pass(3000)
  outcome = await settle(auth.ensureLogin())
  expect(outcome.value).toEqual({ token: expect.any(String) })
  expect(count('login')).toBe(4)
})

test('fails 20 waiters with one error after one exchange, and logs in for who comes after the cooldown', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  server.nextExchange({ statusCode: 403 })
  const outcomes = calls.map(([, call]) => outcomeOf(call(auth)))
  while (outcomes.length < 20) outcomes.push(outcomeOf(auth.ensureLogin()))
  await pass(loginAndExchange)
  const errors = outcomes.map(({ error }) => error)
  expect(errors[0]).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 403 })
  expect(new Set(errors).size).toBe(1)
  expect(server.exchanges).toHaveLength(1)
  expect(server.requests).toEqual([])

  await pass(3000)
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: server.lastToken })
  expect(count('login')).toBe(2)
})

test('leaves all who still wait logged out when the first of them logs out, and in again', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  outcomeOf(
    auth.withLogin(() => {
      auth.logout()
      outcomeOf(auth.login())
    }),
  )
  const others = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.withLogin(() => 'sent')), outcomeOf(auth.login())]
  await pass(loginAndExchange)
  await turn()
  expect(others.map(({ error }) => error?.code)).toEqual(Array(3).fill('LOGGED_OUT'))
  await pass(loginAndExchange)
  expect(auth.state).toEqual({ token: server.issued[1] })
  expect(count('login')).toBe(2)
})
