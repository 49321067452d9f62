import type { Auth } from '../src'
import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const places: [string, (world: World) => void][] = [
  ['scene 1154', (world) => void Object.assign(world, { scene: 1154 })],
  ['getApiCategory() === "browseOnly"', (world) => void Object.assign(world, { apiCategory: 'browseOnly' })],
  [
    'scene 1154, where categories are not known',
    (world) => void Object.assign(world, { scene: 1154, wx: Object.assign(world.wx, { getApiCategory: undefined }) }),
  ],
  ['a platform without login', ({ wx }) => void Object.assign(wx, { login: undefined })],
]

const calls: Record<string, (auth: Auth) => Promise<unknown>> = {
  'ensureLogin()': (auth) => auth.ensureLogin(),
  'login()': (auth) => auth.login(),
  'login(extra)': (auth) => auth.login({ phone: 1 }),
  'ensureSessionKey()': (auth) => auth.ensureSessionKey(),
  'request()': (auth) => auth.request({ url: '/a' }),
  'uploadFile()': (auth) => auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' }),
  'downloadFile()': (auth) => auth.downloadFile({ url: '/a' }),
  'withLogin()': (auth) => auth.withLogin(({ state }) => state),
}

describe.each(places)('%s', (_name, enter) => {
  test.each(Object.entries(calls))('fails %s with LOGIN_UNAVAILABLE at once, without a call', async (_name, call) => {
    const world = createWorld()
    enter(world)
    const auth = world.start()
    const outcome = outcomeOf(call(auth))
    await turn()
    expect(outcome.error).toMatchObject({ name: 'AuthError', code: 'LOGIN_UNAVAILABLE' })
    expect(world.events).toEqual([{ type: 'login-failed', error: outcome.error, attempts: 0, elapsed: 0 }])
    expect(world.calls).toEqual([])
  })

  test('is a failed login with its cooldown', async () => {
    const world = createWorld()
    enter(world)
    const auth = world.start()
    const failures = () => world.events.length
    const { error } = await settle(auth.ensureLogin())
    expect((await settle(auth.request({ url: '/a' }))).error).toBe(error)
    expect(failures()).toBe(1)
    expect((await settle(auth.login())).error).toMatchObject({ code: 'LOGIN_UNAVAILABLE' })
    expect(failures()).toBe(2)
    await pass(3000)
    expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_UNAVAILABLE' })
    expect(failures()).toBe(3)
  })

  test('lets a known login state be used, and calls that need none be made', async () => {
    const world = createWorld()
    await settle(world.start().ensureLogin())
    const logins = world.count('login')
    enter(world)
    const auth = world.start()
    expect((await settle(auth.ensureLogin())).value).toEqual({ token: world.server.lastToken })
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
    world.storage.clear()
    const visitor = world.start()
    for (const login of ['optional', 'none'] as const) {
      expect((await settle(visitor.request({ url: '/a', login }))).value).toMatchObject({ statusCode: 401 })
    }
    expect(world.count('login')).toBe(logins)
  })
})

const elsewhere: [string, (world: World) => void][] = [
  ['scene 1155', (world) => void Object.assign(world, { scene: 1155 })],
  [
    'the category "nativeFunctionalized"',
    (world) => void Object.assign(world, { apiCategory: 'nativeFunctionalized' }),
  ],
  ['the category "embedded"', (world) => void Object.assign(world, { apiCategory: 'embedded' })],
  [
    'a platform that cannot tell',
    ({ wx }) => void Object.assign(wx, { getApiCategory: undefined, getEnterOptionsSync: undefined }),
  ],
  [
    'a platform that says nothing',
    ({ wx }) => void Object.assign(wx, { getApiCategory: () => {}, getEnterOptionsSync: () => {} }),
  ],
  [
    'a platform that throws when asked',
    ({ wx }) => {
      const fail = () => {
        throw new Error('not here')
      }
      Object.assign(wx, { getApiCategory: fail, getEnterOptionsSync: fail })
    },
  ],
]

test.each(elsewhere)('logs in as ever: %s', async (_name, enter) => {
  const world = createWorld()
  enter(world)
  const outcome = outcomeOf(world.start().ensureLogin())
  await pass(loginTime + roundTrip)
  expect(outcome.value).toEqual({ token: world.server.lastToken })
})

test('logs in once the place has one', async () => {
  const world = createWorld()
  world.scene = 1154
  const auth = world.start()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_UNAVAILABLE' })
  world.scene = 1001
  expect((await settle(auth.login())).value).toEqual({ token: world.server.lastToken })
})

test('fails with LOGIN_FAILED, not LOGIN_UNAVAILABLE, where wx.login is there and fails', async () => {
  const world = createWorld()
  world.always('login', fails('login:fail can not be invoked in single page mode'))
  expect((await settle(world.start().ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
})
