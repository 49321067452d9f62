import type { AuthOptions } from '../src'
import { consoleLines, createWorld, pass, settle, textOf, type World } from './helpers/world'

const secret = 'HyVFkGl5F5OQWJZZaNzBBg'
const exposures = ({ events }: World) => events.filter(({ type }) => type === 'session-key-exposed')

/** Reported once, and nowhere else to be found. */
function expectReportedOnce(world: World, ...where: unknown[]): void {
  expect(exposures(world)).toEqual([{ type: 'session-key-exposed' }])
  expect(jest.mocked(console.error).mock.calls).toHaveLength(1)
  expect(consoleLines()).toEqual([[expect.stringMatching(/session-key-exposed/)]])
  const places = [...where, world.events, consoleLines(), [...world.storage], world.server.requests]
  expect(JSON.stringify(places)).not.toMatch(/HyVF|session_?key"/i)
  expect(places.map(textOf).join()).not.toContain(secret)
}

const bodies: [string, object, object][] = [
  ['session_key at the top', { session_key: secret }, {}],
  ['sessionKey at the top', { sessionKey: secret }, {}],
  [
    'session_key further down',
    { wx: { openid: 'o', session: { session_key: secret } } },
    { wx: { openid: 'o', session: {} } },
  ],
  ['sessionKey in a list', { list: [{ id: 1 }, { id: 2, sessionKey: secret }] }, { list: [{ id: 1 }, { id: 2 }] }],
  ['several', { session_key: secret, a: { sessionKey: secret }, b: [{ session_key: secret }] }, { a: {}, b: [{}] }],
  ['a session_key that is an object', { session_key: { value: secret } }, {}],
  ['a session_key that is empty', { session_key: '' }, {}],
]

const ways: [string, Partial<AuthOptions>][] = [
  ['an exchange', {}],
  [
    'an exchange function',
    { exchange: async ({ code, request }) => (await request({ url: '/login', method: 'POST', data: { code } })).data },
  ],
]

describe.each(ways)('where %s answers with', (_name, options) => {
  test.each(bodies)('%s, takes the login state without it and reports it once', async (_name, exposed, rest) => {
    const world = createWorld()
    world.server.tokens.add('issued')
    world.server.nextExchange({ statusCode: 200, data: { token: 'issued', ...exposed } })
    const auth = world.start(options)
    const changes: unknown[] = []
    auth.onChange((state) => changes.push(state))
    const { value } = await settle(auth.ensureLogin())
    expect(value).toEqual({ token: 'issued', ...rest })
    expect(auth.state).toEqual(value)
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
    expect(world.start().state).toEqual(value)
    expectReportedOnce(world, value, changes, auth.state)
  })
})

test.each(bodies)('reports %s of a state set by hand once, and takes it without', (_name, exposed, rest) => {
  const world = createWorld()
  const auth = world.start()
  const given = { token: 'set', ...exposed }
  const before = JSON.stringify(given)
  auth.setState(given)
  expect(auth.state).toEqual({ token: 'set', ...rest })
  expect(JSON.stringify(given)).toBe(before)
  expectReportedOnce(world, auth.state)
})

test.each([
  ['is refused', 403, { error: 'refused', wx: { session_key: secret } }],
  ['is no login state', 200, { openid: 'o', session_key: secret }],
  ['has a bad token', 200, { token: 'line\n', sessionKey: secret }],
])('keeps it out of the error of an exchange that %s', async (_name, statusCode, data) => {
  const world = createWorld()
  world.server.nextExchange({ statusCode, data })
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expectReportedOnce(world, error, error.response, error.cause, error.message, error.stack)
})

test('reports it for each answer that has it', async () => {
  const world = createWorld()
  world.server.extra = { session_key: secret }
  const auth = world.start()
  await settle(auth.login())
  await settle(auth.login())
  expect(exposures(world)).toHaveLength(2)
  expect(console.error).toHaveBeenCalledTimes(2)
})

test('reports nothing where there is none', async () => {
  const world = createWorld()
  world.server.extra = { session: 1, key: 2, session_key_at: 3, has_session_key: 4, note: 'session_key' }
  const { value } = await settle(world.start().ensureLogin())
  expect(value).toEqual({ token: world.server.lastToken, ...world.server.extra })
  expect(exposures(world)).toEqual([])
  expect(consoleLines()).toEqual([])
})

test('does not say it again when it reads the login state from storage', async () => {
  const world = createWorld()
  world.server.extra = { session_key: secret }
  await settle(world.start().ensureLogin())
  expect(world.start().state).toEqual({ token: world.server.lastToken })
  expect(exposures(world)).toHaveLength(1)
})

test.each([
  ['is a login state', 200],
  ['is worth another attempt', 503],
  ['is refused', 403],
])('stays logged out where the one who is told logs out, and the answer %s', async (_name, statusCode) => {
  const world = createWorld()
  world.server.everyExchange({ statusCode, data: { token: 'of-an-answer', session_key: secret } })
  const auth = world.start({
    onEvent(event) {
      world.events.push(event)
      if (event.type === 'session-key-exposed') auth.logout()
    },
  })
  const { error } = await settle(auth.ensureLogin())
  await pass(5000)
  expect(error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(auth.state).toBeUndefined()
  expect(world.start().state).toBeUndefined()
  expect(world.events).toEqual([{ type: 'session-key-exposed' }, { type: 'logout' }])
  expect(world.count('login')).toBe(1)
})
