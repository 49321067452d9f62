import { fails, loginTime, roundTrip, throws } from './helpers/fake-wx'
import { createWorld, type Outcome, outcomeOf, pass, settle, type World } from './helpers/world'

/** An app whose user has logged out. */
async function loggedOut(world: World) {
  const auth = world.start()
  await settle(auth.ensureLogin())
  auth.logout()
  return auth
}

const expectLoggedOut = async ({ start, count }: World) => {
  const auth = start()
  const logins = count('login')
  expect(auth.state).toBeUndefined()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect((await settle(auth.ensureSessionKey())).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect((await settle(auth.request({ url: '/a' }))).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(count('login')).toBe(logins)
}

test('stays logged out over restarts', async () => {
  const world = createWorld()
  await loggedOut(world)
  await expectLoggedOut(world)
  await expectLoggedOut(world)
})

test('stays logged out where nobody had ever logged in', async () => {
  const world = createWorld()
  world.start().logout()
  expect(world.events).toEqual([{ type: 'logout' }])
  await expectLoggedOut(world)
})

test.each([
  ['at once', (_world: World, auth: unknown) => auth],
  ['after a restart', ({ start }: World) => start()],
])('ends with a login() that succeeds, %s', async (_name, later) => {
  const world = createWorld()
  const auth = later(world, await loggedOut(world)) as Awaited<ReturnType<typeof loggedOut>>
  const { value } = await settle(auth.login())
  expect(value).toEqual({ token: world.server.issued[1] })
  expect(auth.state).toEqual(value)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.start().state).toEqual(value)
  expect(world.count('login')).toBe(2)
})

test.each<[string, (world: World) => void | Promise<void>]>([
  ['rejected', ({ server }) => server.revokeAll()],
  ['near its end', () => pass(95_000)],
])('is over for good after a login(): the new state is renewed when it is %s', async (_name, wear) => {
  const world = createWorld()
  world.server.expiresIn = 100
  const auth = await loggedOut(world)
  await settle(auth.login())
  await wear(world)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(3)
})

test.each<[string, string, (world: World) => void]>([
  ['wx.login', 'LOGIN_FAILED', ({ always }) => always('login', fails('login:fail blocked', 1402101))],
  ['the exchange', 'EXCHANGE_FAILED', ({ server }) => server.everyExchange({ statusCode: 403 })],
  ['the place', 'LOGIN_UNAVAILABLE', (world) => void Object.assign(world, { scene: 1154 })],
])('does not end with a login() that fails for %s', async (_name, code, breakLogin) => {
  const world = createWorld()
  const auth = await loggedOut(world)
  const stored = [...world.storage]
  breakLogin(world)
  expect((await settle(auth.login())).error).toMatchObject({ code })

  expect([...world.storage]).toEqual(stored)
  // Neither during the cooldown nor after it.
  for (const wait of [0, 3000]) {
    await pass(wait)
    expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
  }
  await expectLoggedOut(world)
})

test('lets ensureLogin() and requests join a login() that is to end it', async () => {
  const world = createWorld()
  const auth = await loggedOut(world)
  const login = outcomeOf(auth.login())
  const joined = outcomeOf(auth.ensureLogin())
  const request = outcomeOf(auth.request({ url: '/a' }))
  await pass(loginTime + 2 * roundTrip)
  expect(login.value).toEqual({ token: world.server.issued[1] })
  expect(joined.value).toEqual(login.value)
  expect(request.value).toMatchObject({ statusCode: 200 })
})

test('fails who joined with the error of the login() that was to end it', async () => {
  const world = createWorld()
  const auth = await loggedOut(world)
  world.server.nextExchange({ statusCode: 403 })
  const login = outcomeOf(auth.login())
  const joined = outcomeOf(auth.ensureLogin())
  await pass(loginTime + roundTrip)
  expect(login.error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(joined.error).toBe(login.error)
})

test('can be done twice, and undone by one login()', async () => {
  const world = createWorld()
  const auth = await loggedOut(world)
  auth.logout()
  await expectLoggedOut(world)
  expect((await settle(auth.login())).value).toEqual({ token: world.server.lastToken })
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: world.server.lastToken })
})

test('stays so where logout() is the first use, and who hears that storage fails asks for a login', async () => {
  const { start, next, count, server } = createWorld()
  const outcomes: Outcome[] = []
  next('getStorageSync', throws(new Error('storage is broken')))
  const auth = start({
    onEvent: ({ type }) => {
      if (type === 'storage-failed') outcomes.push(outcomeOf(auth.ensureLogin()))
    },
  })
  auth.logout()
  await pass(loginTime + roundTrip)
  expect(outcomes.map(({ error }) => error?.code)).toEqual(['LOGGED_OUT'])
  expect(auth.state).toBeUndefined()
  expect([count('login'), server.exchanges]).toEqual([1, []])
})
