import { throws } from '../../helpers/fake-wx'
import { engine } from '../suite/clock'
import { equal, matches, test, thrownBy } from '../suite/harness'
import { lacking, newerThanLanguage } from '../suite/language'
import { createWorld, load, settle } from '../suite/world'

test('is tried in an engine that has ES2017, two timers and nothing else', () => {
  equal(
    newerThanLanguage().map(([, name]) => name),
    [],
  )
  equal(
    lacking.filter((name) => name in engine),
    [],
  )
})

test('gives createAuth and AuthError, and leaves nothing among the globals', () => {
  const before = Object.getOwnPropertyNames(engine).sort()
  equal(Object.keys(load()).sort(), ['AuthError', 'createAuth'])
  equal(Object.getOwnPropertyNames(engine).sort(), before)
})

test('calls nothing and starts no timer before it is used', async () => {
  const { start, calls, storageCalls } = createWorld()
  const auth = start()
  auth.onChange(() => {})
  equal([calls, storageCalls], [[], []])
  equal(auth.state, undefined)
  equal(storageCalls, ['get miniprogram-login:https://api.test'])
})

test('finds wx among the globals', async () => {
  const { wx, server } = createWorld()
  const { createAuth } = load()
  engine.wx = wx
  const auth = createAuth({ baseUrl: server.baseUrl, exchange: '/login' })
  delete engine.wx
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
})

test('says on a console, where there is one, that a session_key was exposed, once and without it', async () => {
  const { start, server } = createWorld()
  const said: unknown[][] = []
  server.extra = { session_key: 'hush', nested: { session_key: 'hush' } }
  engine.console = { error: (...line: unknown[]) => said.push(line) }
  await settle(start().ensureLogin())
  delete engine.console
  equal(said.length, 1)
  matches(said, /^(?!.*hush).*session-key-exposed/)
})

test('throws a TypeError that names the wrong option', () => {
  const { wx } = createWorld()
  const { createAuth } = load()
  const options = { baseUrl: 'https://api.test', exchange: '/login', platform: wx }
  const wrong: [string, object][] = [
    ['baseUrl', { baseUrl: undefined }],
    ['baseUrl', { baseUrl: '/api' }],
    ['baseUrl', { baseUrl: 'https://api.test?a' }],
    ['baseUrl', { baseUrl: 'https://me@api.test' }],
    ['exchange', { exchange: undefined }],
    ['exchange', { exchange: 'https://evil.test/login' }],
    ['trustedOrigins', { trustedOrigins: ['https://cdn.test/path'] }],
    ['loginTimeout', { loginTimeout: 0 }],
    ['loginTimeout', { loginTimeout: Infinity }],
    ['cooldown', { cooldown: NaN }],
    ['platform', { platform: undefined }],
  ]
  for (const [name, given] of wrong) {
    matches(
      thrownBy(() => createAuth({ ...options, ...given } as any)),
      new RegExp(`^TypeError: .*${name}`),
    )
  }
})

test('works without a console where there is something to say', async () => {
  const world = createWorld()
  const auth = world.start()
  world.server.extra = { session_key: 'secret' }
  for (const method of ['getStorageSync', 'setStorageSync']) world.always(method, throws(new Error('broken')))
  const told: unknown[] = []
  const thrower = () => {
    throw new Error('of a listener')
  }
  auth.onChange(thrower)
  auth.onChange((state) => told.push(state))
  equal((await settle(auth.request({ url: '/a', success: thrower }))).value.statusCode, 200)
  equal(told, [{ token: world.server.lastToken }])
  equal(
    world.events.map(({ type }) => type),
    ['storage-failed', 'session-key-exposed', 'storage-failed', 'login'],
  )
})
