import type { Auth } from '../src'
import { fails, loginTime, roundTrip, staysSilent, succeeds } from './helpers/fake-wx'
import { createWorld, now, type Outcome, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

/** All that may log in by itself. */
const automatic: Record<string, (auth: Auth) => Promise<unknown>> = {
  'ensureLogin()': (auth) => auth.ensureLogin(),
  'ensureSessionKey()': (auth) => auth.ensureSessionKey(),
  'request()': (auth) => auth.request({ url: '/a' }),
  'uploadFile()': (auth) => auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' }),
  'downloadFile()': (auth) => auth.downloadFile({ url: '/a' }),
  'withLogin()': (auth) => auth.withLogin(({ state }) => state),
}

/** An Auth whose first login has just failed. */
async function failed(world: World, options: object = {}): Promise<{ auth: Auth; error: any }> {
  const auth = world.start(options)
  world.next('login', fails('login:fail blocked', 1402101))
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(roundTrip)
  expect(outcome.error).toMatchObject({ code: 'LOGIN_FAILED' })
  return { auth, error: outcome.error }
}

test.each(Object.entries(automatic))('rejects %s at once with the error of the failed login', async (_name, call) => {
  const world = createWorld()
  const { auth, error } = await failed(world)
  for (const wait of [0, 2999]) {
    await pass(wait)
    const { length } = world.calls
    const outcome = outcomeOf(call(auth))
    await turn()
    expect(outcome.error).toBe(error)
    expect(world.calls).toHaveLength(length)
  }
  await pass(1)
  expect((await settle(call(auth))).error).toBeUndefined()
  expect(world.count('login')).toBe(2)
})

test.each([0, 1, 10_000])('lasts %i ms where the option says so', async (cooldown) => {
  const world = createWorld()
  const { auth, error } = await failed(world, { cooldown })
  if (cooldown) {
    await pass(cooldown - 1)
    const early = outcomeOf(auth.ensureLogin())
    await turn()
    expect(early.error).toBe(error)
    await pass(1)
  }
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(loginAndExchange)
  expect(outcome.value).toEqual({ token: world.server.lastToken })
})

test.each<[string, string, (world: World) => void]>([
  ['the exchange was refused', 'EXCHANGE_FAILED', ({ server }) => server.nextExchange({ statusCode: 403 })],
  ['loginTimeout passed', 'TIMEOUT', ({ next }) => next('login', staysSilent)],
  [
    'there was no code',
    'LOGIN_FAILED',
    ({ next }) => {
      for (let attempts = 0; attempts < 3; attempts++) next('login', succeeds({}))
    },
  ],
])('begins when the login fails, if %s', async (_name, code, fail) => {
  const world = createWorld()
  fail(world)
  const auth = world.start()
  const outcome = outcomeOf(auth.ensureLogin())
  while (!world.events.length) await pass(1)
  await turn()
  expect(outcome.error).toMatchObject({ code })
  await pass(2999)
  const during = outcomeOf(auth.ensureLogin())
  await turn()
  expect(during.error).toBe(outcome.error)
  await pass(1)
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: world.server.lastToken })
})

test('does not hold back login(), and is over once that succeeds', async () => {
  const world = createWorld()
  const { auth } = await failed(world)
  const login = outcomeOf(auth.login())
  expect(world.count('login')).toBe(2)
  await pass(loginAndExchange)
  expect(login.value).toEqual({ token: world.server.lastToken })
  world.server.revokeAll()
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
})

test('starts anew, with the newest error, when login() fails during it', async () => {
  const world = createWorld()
  const { auth, error } = await failed(world)
  await pass(2000)
  world.server.nextExchange({ statusCode: 403 })
  const login = outcomeOf(auth.login())
  await pass(loginAndExchange)
  expect(login.error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(login.error).not.toBe(error)
  await pass(2999)
  const during = outcomeOf(auth.ensureLogin())
  await turn()
  expect(during.error).toBe(login.error)
})

test.each(Object.entries(automatic))('lets %s without a usable state join a login() under way', async (_name, call) => {
  const world = createWorld()
  const { auth } = await failed(world)
  const login = outcomeOf(auth.login())
  const joined = outcomeOf(call(auth))
  await pass(loginAndExchange + roundTrip)
  await turn()
  expect(login.value).toEqual({ token: world.server.lastToken })
  expect(joined.error).toBeUndefined()
  expect(joined.settled).toBe(true)
  expect(world.count('login')).toBe(2)
})

test('leaves a usable login state alone', async () => {
  const world = createWorld()
  const auth = world.start()
  const { value } = await settle(auth.ensureLogin())
  world.next('login', fails('login:fail blocked', 1402101))
  expect((await settle(auth.login())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect((await settle(auth.ensureLogin())).value).toEqual(value)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
})

test('keeps to its rate while the server fails for a minute and pages ask every 100 ms', async () => {
  const { start, server, calls } = createWorld()
  server.everyExchange({ statusCode: 503 })
  const auth = start()
  const outcomes: Outcome[] = []
  const failures = new Set()
  let waiting = 0
  for (let asked = 0; asked < 600; asked++) {
    const outcome = outcomeOf(auth.ensureLogin())
    outcomes.push(outcome)
    await turn()
    if (!outcome.settled) waiting++
    await pass(100)
  }
  await pass(10_000)
  for (const { error } of outcomes) failures.add(error)
  // Three attempts take 3200 ms, then 3000 ms pass.
  expect(failures.size).toBe(10)
  const times = calls.filter(({ method }) => method === 'login').map(({ at }) => at)
  expect(times.filter((_, index) => index % 3 === 0)).toEqual(Array.from({ length: 10 }, (_, index) => index * 6200))
  expect(waiting).toBe(10 * 32)
  server.everyExchange(undefined)
  await pass(3000)
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: server.lastToken })
})

const retryAfter: [string, number, string, object, number][] = [
  ['is prolonged by a Retry-After', 503, '10', {}, 10_000],
  ['is prolonged by a Retry-After', 429, '10', {}, 10_000],
  ['is prolonged to 60 s at most', 503, '600', {}, 60_000],
  ['is prolonged to 60 s at most', 429, '99999999999999999999', {}, 60_000],
  ['is not shortened by a Retry-After', 503, '2', {}, 3000],
  ['is not shortened by a Retry-After', 503, '600', { cooldown: 90_000 }, 90_000],
  ['is prolonged where there was none', 503, '10', { cooldown: 0 }, 10_000],
  ['takes no heed of it', 408, '10', {}, 3000],
  ['takes no heed of it', 403, '10', {}, 3000],
  ['takes no heed of it', 200, '10', {}, 3000],
  ['takes no heed of one in words', 503, 'later', {}, 3000],
]

test.each(retryAfter)('%s: on %i, %s s', async (_name, statusCode, seconds, options, lasts) => {
  const { start, server } = createWorld()
  server.everyExchange({ statusCode, header: { 'retry-after': seconds } })
  // So short that no other attempt is made.
  const auth = start({ loginTimeout: loginAndExchange + 200, ...options })
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(loginAndExchange)
  await turn()
  expect(outcome.error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  const since = now()
  server.everyExchange(undefined)
  await pass(lasts - 1)
  const during = outcomeOf(auth.ensureLogin())
  await turn()
  expect(during.error).toBe(outcome.error)
  await pass(1)
  const after = outcomeOf(auth.ensureLogin())
  await pass(loginAndExchange)
  expect(after.value).toEqual({ token: server.lastToken })
  expect(now() - since).toBe(lasts + loginAndExchange)
})
