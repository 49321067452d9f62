import type { Auth } from '../src'
import { tokenOf } from './helpers/fake-server'
import { checkTime, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, type Outcome, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const upload = { url: '/upload', filePath: 'wxfile://a', name: 'a' }

/** What waits for a login where there is none. */
const calls: Record<string, (auth: Auth) => Promise<unknown>> = {
  'ensureLogin()': (auth) => auth.ensureLogin(),
  'ensureSessionKey()': (auth) => auth.ensureSessionKey(),
  'request()': (auth) => auth.request({ url: '/request' }),
  'uploadFile()': (auth) => auth.uploadFile(upload),
  'downloadFile()': (auth) => auth.downloadFile({ url: '/download' }),
  'withLogin()': (auth) => auth.withLogin(() => Promise.reject(new Error('was sent'))),
}
const callAll = (auth: Auth): Outcome[] => Object.values(calls).map((call) => outcomeOf(call(auth)))
const codes = (outcomes: Outcome[]) => outcomes.map(({ error }) => error?.code)
const allLoggedOut = Object.keys(calls).map(() => 'LOGGED_OUT')

const moments: [string, number, (world: World) => void][] = [
  ['at the start of wx.login', 0, () => {}],
  ['during wx.login', loginTime - 1, () => {}],
  ['as the code is on its way', loginTime + 1, () => {}],
  ['during the exchange', loginTime + roundTrip / 2, () => {}],
  ['as the login state is about to arrive', loginTime + roundTrip - 1, () => {}],
  ['between two attempts', loginTime + roundTrip + 1, ({ server }) => server.nextExchange({ statusCode: 503 })],
]

describe.each(moments)('a logout %s', (_name, moment, prepare) => {
  test('rejects every waiter in the same turn and never sends it', async () => {
    const world = createWorld()
    prepare(world)
    const auth = world.start()
    const outcomes = [...callAll(auth), outcomeOf(auth.login()), outcomeOf(auth.login({ phone: 1 }))]
    await pass(moment)
    auth.logout()
    await turn()
    expect(codes(outcomes)).toEqual([...allLoggedOut, 'LOGGED_OUT', 'LOGGED_OUT'])

    await pass(60_000)
    expect(world.server.requests).toEqual([])
    expect(world.count('login')).toBe(1)
    expect(world.server.exchanges.length).toBeLessThanOrEqual(moment > loginTime ? 1 : 0)
  })

  test('drops the login under way: its answer is neither stored nor announced', async () => {
    const world = createWorld()
    prepare(world)
    // Its tasks cannot be aborted: what is on its way arrives.
    world.always('request', (_options, usual) => void usual())
    const auth = world.start()
    const changes: unknown[] = []
    auth.onChange((state) => changes.push(state))
    outcomeOf(auth.ensureLogin())
    await pass(moment)
    auth.logout()
    await pass(60_000)

    expect(auth.state).toBeUndefined()
    expect(changes).toStrictEqual([])
    expect(world.events).toEqual([{ type: 'logout' }])
    expect(JSON.stringify([...world.storage])).not.toContain('token')
    expect(codes([await settle(world.start().ensureLogin())])).toEqual(['LOGGED_OUT'])
  })
})

test('drops what an exchange function answers after a logout', async () => {
  const world = createWorld()
  const auth = world.start({
    exchange: async ({ code, request }) => (await request({ url: '/login', method: 'POST', data: { code } })).data,
  })
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(loginTime + 1)
  auth.logout()
  await pass(1000)
  expect(outcome.error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(world.server.issued).toHaveLength(1)
  expect(auth.state).toBeUndefined()
  expect(world.events).toEqual([{ type: 'logout' }])
})

test('rejects who waits for wx.checkSession, and logs in no more', async () => {
  const { start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'of-a-dead-session' })
  const outcome = outcomeOf(auth.ensureSessionKey())
  await pass(checkTime - 1)
  auth.logout()
  await turn()
  expect(outcome.error).toMatchObject({ code: 'LOGGED_OUT' })
  await pass(1000)
  expect(count('login')).toBe(0)
})

test('never lets a login that was dropped take the place of the next', async () => {
  const { server, start, count, always } = createWorld()
  always('request', (_options, usual) => void usual())
  const auth = start()
  const dropped = outcomeOf(auth.ensureLogin())
  await pass(loginTime)
  auth.logout()
  const next = outcomeOf(auth.login())
  await pass(roundTrip)
  expect(server.issued).toHaveLength(1)
  expect(auth.state).toBeUndefined()
  await pass(loginTime)
  expect(dropped.error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(next.value).toEqual({ token: server.issued[1] })
  expect(auth.state).toEqual({ token: server.issued[1] })
  expect(count('login')).toBe(2)
})

describe('afterwards', () => {
  test.each(Object.entries(calls))('%s rejects with LOGGED_OUT without touching the network', async (_name, call) => {
    const world = createWorld()
    const auth = world.start()
    await settle(auth.ensureLogin())
    auth.logout()
    const { length } = world.calls
    const outcome = outcomeOf(call(auth))
    await turn()
    expect(outcome.error).toMatchObject({ name: 'AuthError', code: 'LOGGED_OUT' })
    await pass(60_000)
    expect(world.calls).toHaveLength(length)
  })

  test.each(['optional', 'none'] as const)("a call with login: '%s' goes out bare", async (login) => {
    const { server, start, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'forgotten' })
    auth.logout()
    expect((await settle(auth.request({ url: '/a', login }))).value).toMatchObject({ statusCode: 401 })
    expect(server.requests.map(tokenOf)).toEqual([''])
    expect(count('login')).toBe(0)
  })
})

test('takes effect at once, on what is called in the same tick', async () => {
  const world = createWorld()
  const auth = world.start()
  auth.setState({ token: 'forgotten' })
  auth.logout()
  expect(auth.state).toBeUndefined()
  expect(world.events).toEqual([{ type: 'logout' }])
  const outcomes = callAll(auth)
  await turn()
  expect(codes(outcomes)).toEqual(allLoggedOut)
  expect(world.calls).toEqual([])
})

test('lets the listener that is told of it log in anew, while others still wait', async () => {
  const world = createWorld()
  const logins: Outcome[] = []
  const auth: Auth = world.start({
    onEvent: ({ type }) => type === 'logout' && logins.push(outcomeOf(auth.login())),
  })
  const waiting = outcomeOf(auth.ensureLogin())
  await pass(10)
  auth.logout()
  await turn()
  expect(waiting.error).toMatchObject({ code: 'LOGGED_OUT' })
  await pass(1000)
  expect(logins.map(({ value }) => value)).toEqual([{ token: world.server.lastToken }])
  expect(world.count('login')).toBe(2)
})
