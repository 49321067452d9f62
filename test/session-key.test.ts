import type { Auth } from '../src'
import { checkTime, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn, type World } from './helpers/world'

/** An Auth with a login state, and with a session_key that lives. */
async function loggedIn(world: World, options: object = {}): Promise<Auth> {
  const auth = world.start(options)
  await settle(auth.ensureLogin())
  return auth
}

test('resolves with the login state there is once wx.checkSession finds the session_key alive', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  const outcome = outcomeOf(auth.ensureSessionKey())
  await pass(checkTime - 1)
  await turn()
  expect(outcome.settled).toBe(false)
  await pass(1)
  expect(outcome.value).toEqual({ token: world.server.lastToken })
  expect(world.count('checkSession')).toBe(1)
  expect(world.count('login')).toBe(1)
  expect(world.events.map(({ type }) => type)).toEqual(['login'])
})

test('asks wx.checkSession anew each time', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  await settle(auth.ensureSessionKey())
  world.sessionKeyAlive = false
  expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: world.server.issued[1] })
  expect(world.count('checkSession')).toBe(2)
})

const notAlive: [string, (world: World) => void][] = [
  ['finds it dead', (world) => void Object.assign(world, { sessionKeyAlive: false })],
  ['throws', ({ next }) => next('checkSession', throws(new Error('not now')))],
  ['fails in the same tick', ({ next }) => next('checkSession', (options) => options.fail({ errMsg: 'dead' }))],
  ['fails with nothing to say', ({ next }) => next('checkSession', (options) => options.fail())],
  [
    'fails, then succeeds',
    ({ next }) =>
      next('checkSession', (options) => {
        options.fail({ errMsg: 'checkSession:fail' })
        options.success({ errMsg: 'checkSession:ok' })
      }),
  ],
  ['does not exist', ({ wx }) => void Object.assign(wx, { checkSession: undefined })],
]

test.each(notAlive)('logs in anew where wx.checkSession %s', async (_name, kill) => {
  const world = createWorld()
  const auth = await loggedIn(world)
  kill(world)
  const { value } = await settle(auth.ensureSessionKey())
  expect(value).toEqual({ token: world.server.issued[1] })
  expect(auth.state).toEqual(value)
  expect(world.count('login')).toBe(2)
  expect(world.events).toMatchObject([{ reason: 'missing' }, { type: 'login', reason: 'session-key', attempts: 1 }])
})

test('logs in where there is no login state, for that makes a session_key too', async () => {
  const world = createWorld()
  world.sessionKeyAlive = true
  const { value } = await settle(world.start().ensureSessionKey())
  expect(value).toEqual({ token: world.server.lastToken })
  expect(world.count('login')).toBe(1)
})

test('rejects with the error of the login that it needed, and leaves the login state as it is', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  world.sessionKeyAlive = false
  world.server.nextExchange({ statusCode: 403 })
  expect((await settle(auth.ensureSessionKey())).error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 403 })
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(2)
})

test('resolves where there is no login as long as the session_key lives', async () => {
  const world = createWorld()
  const auth = await loggedIn(world)
  Object.assign(world.wx, { login: undefined })
  expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: world.server.lastToken })
  world.sessionKeyAlive = false
  expect((await settle(auth.ensureSessionKey())).error).toMatchObject({ code: 'LOGIN_UNAVAILABLE' })
})
