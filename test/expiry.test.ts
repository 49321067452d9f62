import type { Auth } from '../src'
import { tokenOf } from './helpers/fake-server'
import { fails, loginTime, roundTrip, type Script, staysSilent } from './helpers/fake-wx'
import { createWorld, epoch, outcomeOf, pass, settle, type World } from './helpers/world'

const loginAndRoundTrip = loginTime + roundTrip
const day = 24 * 3600 * 1000

/** Hands over a login state that the server takes, so that its arrival is this very millisecond. */
function arrive(auth: Auth, { server }: World, expiresIn?: number): void {
  server.tokens.add('arrived')
  auth.setState({ token: 'arrived', ...(expiresIn && { expiresIn }) })
}

const boundaries = [
  [7200, 60_000],
  [601, 60_000],
  [600, 60_000],
  [599, 59_900],
  [100, 10_000],
  [0.1, 10],
] as const

describe.each([
  ['in memory', (auth: Auth) => auth],
  ['from storage', (_auth: Auth, { start }: World) => start()],
] as const)('a login state %s', (_name, later) => {
  test.each(boundaries)('that lives %d s is used with %d ms left, and renewed first with less', async (lives, left) => {
    const world = createWorld()
    const auth = world.start()
    arrive(auth, world, lives)
    await pass(lives * 1000 - left)
    const used = outcomeOf(later(auth, world).request({ url: '/used' }))
    expect(world.sent.map(tokenOf)).toEqual(['arrived'])

    await pass(1)
    const near = later(auth, world)
    const renewed = outcomeOf(near.request({ url: '/renewed' }))
    const joined = outcomeOf(near.ensureLogin())
    expect(world.sent).toHaveLength(1)
    expect(world.count('login')).toBe(1)
    await pass(loginAndRoundTrip + roundTrip)
    expect(used.value).toMatchObject({ statusCode: 200 })
    expect(renewed.value).toMatchObject({ statusCode: 200 })
    expect(world.server.requests.map(tokenOf)).toEqual(['arrived', world.server.issued[0]])
    expect(joined.value).toMatchObject({ token: world.server.issued[0] })
    expect(world.events).toContainEqual({ type: 'login', reason: 'expired', attempts: 1, elapsed: loginAndRoundTrip })
  })
})

test('counts the life of a login state from its arrival', async () => {
  const world = createWorld()
  world.server.expiresIn = 100
  const auth = world.start()
  outcomeOf(auth.ensureLogin())
  await pass(loginAndRoundTrip + 90_000)
  outcomeOf(auth.request({ url: '/a' }))
  expect(world.sent.map(({ url }) => url)).toEqual(['https://api.test/login', 'https://api.test/a'])

  await pass(1)
  outcomeOf(auth.request({ url: '/b' }))
  expect(world.count('login')).toBe(2)
})

test.each([
  ['has no expiresIn', undefined],
  ['has an endless one', 1e18],
])('keeps a login state that %s until the server rejects it', async (_name, expiresIn) => {
  const world = createWorld()
  const auth = world.start()
  arrive(auth, world, expiresIn)
  jest.setSystemTime(epoch + 10 * 365 * day)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect((await settle(world.start().request({ url: '/b' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(0)

  world.server.revokeAll()
  expect((await settle(auth.request({ url: '/c' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(1)
})

const blocked = fails('login:fail blocked', 1402101)

/** A renewal that fails when the login state has so many milliseconds left. */
async function failToRenew(world: World, left: number) {
  const auth = world.start()
  arrive(auth, world, 100)
  world.next('login', blocked)
  await pass(100_000 - roundTrip - left)
  const outcomes = { login: outcomeOf(auth.ensureLogin()), request: outcomeOf(auth.request({ url: '/a' })) }
  await pass(2 * roundTrip)
  expect(world.count('login')).toBe(1)
  return outcomes
}

test('uses a login state that has a millisecond left when its renewal has failed', async () => {
  const world = createWorld()
  const { login, request } = await failToRenew(world, 1)
  expect(login.value).toMatchObject({ token: 'arrived' })
  expect(request.value).toMatchObject({ statusCode: 200 })
  expect(world.sent.map(tokenOf)).toEqual(['arrived'])
})

test('sends no login state that has expired when its renewal has failed', async () => {
  const world = createWorld()
  const { login, request } = await failToRenew(world, 0)
  expect(login.error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(request.error).toBe(login.error)
  expect(world.sent).toEqual([])
})

test.each<[string, (world: World) => void]>([
  ['wx.login fails', ({ always }) => always('login', fails('login:fail'))],
  ['wx.login stays silent', ({ always }) => always('login', staysSilent)],
  ['the exchange is refused', ({ server }) => server.everyExchange({ statusCode: 403 })],
  ['there is no login here', (world) => void Object.assign(world, { scene: 1154 })],
])('uses a login state near its end when %s, and during the cooldown in the same tick', async (_name, breakLogin) => {
  const world = createWorld()
  const auth = world.start()
  arrive(auth, world, 7200)
  await pass(7200_000 - 59_999)
  breakLogin(world)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  const failures = () => world.events.filter(({ type }) => type === 'login-failed').length
  const { length } = world.calls
  outcomeOf(auth.request({ url: '/b' }))
  expect(world.calls.slice(length).map(({ options }) => options.url)).toEqual(['https://api.test/b'])
  expect(failures()).toBe(1)

  await pass(3000)
  expect((await settle(auth.ensureLogin())).value).toMatchObject({ token: 'arrived' })
  expect(failures()).toBe(2)
  expect(world.server.requests.map(tokenOf)).toEqual(['arrived', 'arrived'])
})

test('uses a new login state once for each who waited, however short it lives', async () => {
  const world = createWorld()
  world.server.expiresIn = 1e-9
  const auth = world.start()
  const slow: Script = (_options, usual, later) => void later(roundTrip, usual)
  world.next('login', slow)
  const requests = Array.from({ length: 10 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  const logins = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.login())]
  await pass(1000)
  expect(requests.map(({ value }) => value.statusCode)).toEqual(Array(10).fill(200))
  expect(logins.map(({ value }) => value.token)).toEqual(Array(2).fill(world.server.lastToken))
  expect(world.count('login')).toBe(1)

  outcomeOf(auth.ensureLogin())
  expect(world.count('login')).toBe(2)
})

test('replays with a new login state, however short it lives', async () => {
  const world = createWorld()
  const auth = world.start()
  auth.setState({ token: 'revoked' })
  world.server.expiresIn = 1e-9
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.server.requests.map(tokenOf)).toEqual(['revoked', world.server.lastToken])
  expect(world.count('login')).toBe(1)
})

test('does nothing when a login state expires while nobody uses it', async () => {
  const world = createWorld()
  world.server.expiresIn = 100
  const auth = world.start()
  const changes: unknown[] = []
  auth.onChange((state) => changes.push(state))
  outcomeOf(auth.ensureLogin())
  await pass(loginAndRoundTrip)
  expect(jest.getTimerCount()).toBe(0)

  const before = [world.calls.length, world.storageCalls.length, world.events.length, changes.length]
  await pass(200_000)
  expect([world.calls.length, world.storageCalls.length, world.events.length, changes.length]).toEqual(before)
})
