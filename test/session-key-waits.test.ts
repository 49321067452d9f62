import type { Auth } from '../src'
import { checkTime, fails, loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

/** An Auth with a login state, and with a session_key that lives. */
async function loggedIn(world: World, options: object = {}): Promise<Auth> {
  const auth = world.start(options)
  await settle(auth.ensureLogin())
  return auth
}

test('joins a login under way, for that makes a new session_key', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  const login = outcomeOf(auth.login())
  const joined = outcomeOf(auth.ensureSessionKey())
  await pass(loginAndExchange)
  expect(login.value).toEqual({ token: world.server.issued[1] })
  await turn()
  expect(joined.settled).toBe(true)
  await pass(60_000)
  expect(world.count('login')).toBe(2)
})

test('logs in once for all who ask at the same time', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  world.sessionKeyAlive = false
  const outcomes = [1, 2, 3].map(() => outcomeOf(auth.ensureSessionKey()))
  await pass(checkTime + 10)
  outcomes.push(outcomeOf(auth.ensureSessionKey()))
  await pass(loginAndExchange)
  expect(outcomes.map(({ value }) => value)).toEqual(Array(4).fill({ token: world.server.issued[1] }))
  expect(world.count('login')).toBe(2)
})

test('asks once for all who ask at the same time, and logs nobody in while the session_key lives', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  const outcomes = [1, 2, 3].map(() => outcomeOf(auth.ensureSessionKey()))
  await pass(checkTime)
  await turn()
  expect(outcomes.map(({ value }) => value)).toEqual(Array(3).fill({ token: world.server.lastToken }))
  expect(world.count('checkSession')).toBe(1)
  expect(world.count('login')).toBe(1)
})

test('keeps nobody with a login state waiting', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  outcomeOf(auth.ensureSessionKey())
  const ensured = outcomeOf(auth.ensureLogin())
  outcomeOf(auth.request({ url: '/at-once' }))
  expect(world.sent.map(({ url }) => url)).toEqual(['https://api.test/login', 'https://api.test/at-once'])
  await turn()
  expect(ensured.value).toEqual({ token: world.server.lastToken })
})

test.each([
  ['login()', undefined],
  ['login(extra)', { phone: 1 }],
])('does not make %s during the check do without its own login', async (_name, extra) => {
  const world = createWorld()
  const auth = await loggedIn(world)
  const key = outcomeOf(auth.ensureSessionKey())
  const login = outcomeOf(auth.login(extra))
  await pass(checkTime + loginAndExchange)
  await turn()
  expect(login.value).toEqual({ token: world.server.issued[1] })
  expect(key.settled).toBe(true)
  expect(key.error).toBeUndefined()
  expect(world.count('login')).toBe(2)
  expect(world.events[1]).toMatchObject({ type: 'login', reason: 'forced' })
})

test.each([undefined, 2000])(
  'fails with TIMEOUT where wx.checkSession stays silent, loginTimeout %p',
  async (limit) => {
    const world = createWorld()
    const auth = await loggedIn(world, { loginTimeout: limit })
    world.next('checkSession', staysSilent)
    const outcome = outcomeOf(auth.ensureSessionKey())
    await pass((limit ?? 15_000) - 1)
    await turn()
    expect(outcome.settled).toBe(false)
    await pass(1)
    expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
    expect(world.count('login')).toBe(1)
    expect(auth.state).toEqual({ token: world.server.lastToken })
  },
)

test('ends within loginTimeout, check and login together', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  world.sessionKeyAlive = false
  world.next('login', staysSilent)
  const outcome = outcomeOf(auth.ensureSessionKey())
  await pass(14_999)
  await turn()
  expect(outcome.settled).toBe(false)
  await pass(1)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
})

test('asks wx.checkSession during a cooldown, but does not log in then', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  world.next('login', fails('login:fail blocked', 1402101))
  const { error } = await settle(auth.login())
  expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: world.server.lastToken })

  world.next('login', fails('login:fail blocked', 1402101))
  const again = outcomeOf(auth.login())
  await pass(roundTrip)
  world.sessionKeyAlive = false
  const outcome = outcomeOf(auth.ensureSessionKey())
  await pass(checkTime)
  await turn()
  expect(outcome.error).toBe(again.error)
  expect(outcome.error).not.toBe(error)
  expect(world.count('login')).toBe(3)
})

test.each(['success', 'fail'] as const)('drops a %s of wx.checkSession that comes after its TIMEOUT', async (say) => {
  const world = createWorld()
  const auth = await loggedIn(world, { loginTimeout: 2000, cooldown: 0 })
  let late: any
  world.next('checkSession', (options) => {
    late = options
  })
  const outcome = outcomeOf(auth.ensureSessionKey())
  await pass(2000)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
  late[say]({ errMsg: `checkSession:${say}` })
  expect(world.count('login')).toBe(1)

  world.next('checkSession', (options) => {
    late = options
  })
  outcomeOf(auth.ensureSessionKey())
  await pass(2000)
  const login = outcomeOf(auth.login())
  await pass(loginTime)
  late[say]({ errMsg: `checkSession:${say}` })
  await pass(roundTrip)
  expect(login.value).toEqual({ token: world.server.issued[1] })
  expect(world.count('login')).toBe(2)
})

test('does not let a cooldown keep back a login() that arrives during the check', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  world.next('login', fails('login:fail blocked', 1402101))
  const failed = outcomeOf(auth.login())
  await pass(roundTrip)
  expect(failed.error).toMatchObject({ code: 'LOGIN_FAILED' })
  world.sessionKeyAlive = false
  outcomeOf(auth.ensureSessionKey())
  const login = outcomeOf(auth.login())
  await pass(checkTime + loginAndExchange)
  expect(login.value).toEqual({ token: world.server.issued[1] })
})
