import { tokenOf } from './helpers/fake-server'
import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { consoleLines, createWorld, outcomeOf, pass, settle, textOf, turn, type World } from './helpers/world'

const cyclic: any = { token: 'cyclic' }
cyclic.self = cyclic

const invalid: [string, any][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', 'token'],
  ['a number', 42],
  ['an array', ['token']],
  ['an object without a token', { expiresIn: 7200 }],
  ['a token that is a number', { token: 123 }],
  ['a token that is an object', { token: {} }],
  ['a token that is an array', { token: ['token'] }],
  ['a token that is null', { token: null }],
  ['an inherited token', Object.create({ token: 'inherited' })],
  ['an empty token', { token: '' }],
  ['a blank token', { token: '   ' }],
  ['4097 characters', { token: 'x'.repeat(4097) }],
  ['a line break', { token: 'two\r\nlines' }],
  ['a line feed at the end', { token: 'line\n' }],
  ['a NUL', { token: 'nul\0' }],
  ['a tab', { token: 'a\tb' }],
  ['a DEL', { token: 'del\x7f' }],
  ['中文', { token: '令牌' }],
  ['what JSON cannot carry', cyclic],
]

test.each(['!', '~', ' a b ', 'x'.repeat(4096)])('takes the token %j and carries it in the same tick', (token) => {
  const { start, sent } = createWorld()
  const auth = start()
  auth.setState({ token })
  expect(auth.state).toEqual({ token })
  outcomeOf(auth.request({ url: '/a', login: 'optional' }))
  expect(sent.map(({ header }) => header)).toEqual([{ Authorization: `Bearer ${token}` }])
})

test('stores the state with its further fields, once', () => {
  const { start, storage, storageCalls } = createWorld()
  const state = Object.freeze({ token: 'set', expiresIn: 7200, user: Object.freeze({ id: 7 }) })
  start().setState(state)
  expect(storageCalls.filter((call) => call.startsWith('set'))).toHaveLength(1)
  expect(storage.size).toBe(1)
  expect(start().state).toEqual(state)
})

test('counts its life from now', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  await settle(auth.ensureLogin())
  server.tokens.add('set')
  auth.setState({ token: 'set', expiresIn: 100 })
  await pass(90_000)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(count('login')).toBe(1)
  await settle(auth.ensureLogin())
  expect(count('login')).toBe(2)
})

test('ends a logout, over restarts too', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.logout()
  server.tokens.add('set')
  auth.setState({ token: 'set' })
  for (const one of [auth, start()]) {
    expect(one.state).toEqual({ token: 'set' })
    expect((await settle(one.ensureLogin())).value).toEqual({ token: 'set' })
    expect((await settle(one.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  }
  expect(count('login')).toBe(0)
})

test('ends a cooldown for who comes later', async () => {
  const { start, next } = createWorld()
  const auth = start()
  next('login', fails('login:fail blocked', 1402101))
  outcomeOf(auth.ensureLogin())
  await pass(roundTrip)
  auth.setState({ token: 'set' })
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: 'set' })
})

test.each([
  ['wx.login', loginTime - 1],
  ['the exchange', loginTime + roundTrip - 1],
])('drops a login during %s, and hands the state to who waits for it', async (_name, moment) => {
  const world = createWorld()
  // Its tasks cannot be aborted: what is on its way arrives.
  world.always('request', (_options, usual) => void usual())
  world.server.tokens.add('set')
  const auth = world.start()
  const changes: unknown[] = []
  auth.onChange((state) => changes.push(state))
  const waiters = [
    outcomeOf(auth.ensureLogin()),
    outcomeOf(auth.login()),
    outcomeOf(auth.withLogin(({ state }) => state)),
  ]
  const request = outcomeOf(auth.request({ url: '/a' }))
  await pass(moment)
  auth.setState({ token: 'set' })
  await turn()
  expect(waiters.map(({ value }) => value)).toEqual(Array(3).fill({ token: 'set' }))

  await pass(60_000)
  expect(request.value).toMatchObject({ statusCode: 200 })
  expect(world.server.requests.map(tokenOf)).toEqual(['set'])
  expect(auth.state).toEqual({ token: 'set' })
  expect(world.start().state).toEqual({ token: 'set' })
  expect(changes).toStrictEqual([{ token: 'set' }])
  expect(world.events).toEqual([])
  expect(world.count('login')).toBe(1)
})

test('hands the state to who waits for its renewal', async () => {
  const world = createWorld()
  world.server.tokens.add('set')
  const auth = world.start()
  auth.setState({ token: 'revoked' })
  const request = outcomeOf(auth.request({ url: '/a' }))
  await pass(roundTrip + 10)
  expect(world.count('login')).toBe(1)
  auth.setState({ token: 'set' })
  await pass(60_000)
  expect(request.value).toMatchObject({ statusCode: 200 })
  expect(world.server.requests.map(tokenOf)).toEqual(['revoked', 'set'])
  expect(world.server.exchanges).toEqual([])
})

/** Whatever is wrong with it: the error is a TypeError that tells what would be right, and not what was given. */
function refuse(auth: ReturnType<World['start']>, state: any): void {
  let thrown: any
  try {
    auth.setState(state)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(TypeError)
  expect(thrown.message).toBe('setState: token must be 1 to 4096 characters')
  if (state && typeof state.token === 'string' && state.token.trim()) expect(textOf(thrown)).not.toContain(state.token)
}

describe.each(invalid)('an invalid state, %s,', (_name, state) => {
  test('is a TypeError, and nothing changes', async () => {
    const { start, server, storage, events } = createWorld()
    server.tokens.add('good')
    const auth = start()
    auth.setState({ token: 'good' })
    const stored = JSON.stringify([...storage])
    const changes: unknown[] = []
    auth.onChange((change) => changes.push(change))

    refuse(auth, state)
    expect(auth.state).toEqual({ token: 'good' })
    expect(JSON.stringify([...storage])).toBe(stored)
    expect(changes).toStrictEqual([])
    expect(events).toEqual([])
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  })

  test('neither ends a logout nor drops a login', async () => {
    const { start, server } = createWorld()
    const auth = start()
    auth.logout()
    refuse(auth, state)
    expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })

    const login = outcomeOf(auth.login())
    await pass(10)
    refuse(auth, state)
    await pass(1000)
    expect(login.value).toEqual({ token: server.lastToken })
  })
})

test('keeps a session_key out of the state and of storage, and reports it', () => {
  const { start, storage, events } = createWorld()
  const auth = start()
  auth.setState({ token: 'set', session_key: 'secret-1', user: { sessionKey: 'secret-2', id: 7 } } as any)
  expect(auth.state).toEqual({ token: 'set', user: { id: 7 } })
  expect(JSON.stringify([...storage])).not.toContain('secret')
  expect(events).toEqual([{ type: 'session-key-exposed' }])
  expect(consoleLines()).toHaveLength(1)
})
