import type { Auth } from '../src'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, epoch, outcomeOf, pass, settle, type World } from './helpers/world'

const key = 'miniprogram-login:https://api.test'
const count = ({ storageCalls }: World, operation: 'get' | 'set' | 'remove') =>
  storageCalls.filter((call) => call === `${operation} ${key}`).length

const uses: [string, (auth: Auth) => unknown][] = [
  ['state', (auth) => auth.state],
  ['ensureLogin()', (auth) => outcomeOf(auth.ensureLogin())],
  ['ensureSessionKey()', (auth) => outcomeOf(auth.ensureSessionKey())],
  ['request()', (auth) => outcomeOf(auth.request({ url: '/a' }))],
  ["request() with login: 'optional'", (auth) => outcomeOf(auth.request({ url: '/a', login: 'optional' }))],
  ['uploadFile()', (auth) => outcomeOf(auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' }))],
  ['downloadFile()', (auth) => outcomeOf(auth.downloadFile({ url: '/a' }))],
  ['withLogin()', (auth) => outcomeOf(auth.withLogin(({ state }) => state.token))],
  ['logout()', (auth) => auth.logout()],
]

test.each(uses)('reads storage once, at once, at the first use: %s', async (_name, use) => {
  const world = createWorld()
  const auth = world.start()
  expect(world.storageCalls).toEqual([])

  use(auth)
  expect(world.storageCalls[0]).toBe(`get ${key}`)
  for (const [, again] of uses) again(auth)
  outcomeOf(auth.login())
  await pass(10_000)
  expect(count(world, 'get')).toBe(1)
})

test('keeps a state that was set before storage was ever read', () => {
  const world = createWorld()
  world.start().setState({ token: 'stored' })
  const auth = world.start()
  auth.setState({ token: 'set' })
  expect(auth.state).toEqual({ token: 'set' })
})

test('uses a stored login state without a login, in the first tick', async () => {
  const world = createWorld()
  await settle(world.start().ensureLogin())

  const outcome = outcomeOf(world.start().request({ url: '/a' }))
  expect(world.sent[1]).toMatchObject({
    url: 'https://api.test/a',
    header: { Authorization: `Bearer ${world.server.lastToken}` },
  })
  await pass(roundTrip)
  expect(outcome.value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(1)
})

test('writes once a login, before any waiter goes on', async () => {
  const world = createWorld()
  const auth = world.start()
  const writes: [string, number][] = []
  const note = (who: string) => writes.push([who, count(world, 'set')])
  world.always('request', (options, usual) => {
    if (!options.url.endsWith('/login')) note(options.url)
    return usual()
  })
  outcomeOf(auth.ensureLogin().then(() => note('ensureLogin()')))
  outcomeOf(auth.login().then(() => note('login()')))
  outcomeOf(auth.ensureSessionKey().then(() => note('ensureSessionKey()')))
  outcomeOf(auth.withLogin(() => note('withLogin()')))
  outcomeOf(auth.request({ url: '/a', success: () => note('success') }))
  outcomeOf(auth.request({ url: '/b' }))
  await pass(10_000)

  expect(writes.map(([who]) => who).sort()).toEqual([
    'ensureLogin()',
    'ensureSessionKey()',
    'https://api.test/a',
    'https://api.test/b',
    'login()',
    'success',
    'withLogin()',
  ])
  expect(writes.map(([, so]) => so)).toEqual(writes.map(() => 1))
  expect(count(world, 'set')).toBe(1)
})

test('writes nothing when a login fails', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 400, data: { token: 'of-a-refusal' } })
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(count(world, 'set')).toBe(0)
  expect(world.storage.size).toBe(0)
})

test('stores a version, the state and its arrival; after a logout the version and a mark; nothing else', async () => {
  const { server, storage, start } = createWorld()
  server.expiresIn = 7200
  server.extra = { userId: 7, tags: ['a'], nickname: '小明' }
  const auth = start()
  const { value: state } = await settle(auth.login({ phoneCode: 'code-of-a-phone' }))
  expect([...storage.keys()]).toEqual([key])
  const record = storage.get(key)
  auth.logout()
  expect([...storage.keys()]).toEqual([key])
  const mark = storage.get(key)

  // The names are the package's own; the version is what both have in common.
  const [version = '', ...others] = Object.keys(record).filter((name) => name in mark)
  expect(others).toEqual([])
  expect(mark[version]).toBe(record[version])
  const entries = (stored: object) => Object.entries(stored).filter(([name]) => name !== version)
  const values = entries(record).map(([, value]) => value)
  expect(values).toHaveLength(2)
  expect(values).toContainEqual(state)
  expect(values).toContainEqual(epoch + loginTime + roundTrip)
  expect(state).toEqual({ token: server.lastToken, expiresIn: 7200, userId: 7, tags: ['a'], nickname: '小明' })
  expect(entries(mark)).toHaveLength(1)
  expect(JSON.stringify(mark)).not.toContain(server.lastToken)
})

test('goes on from memory when what it stored is gone', async () => {
  const world = createWorld()
  const auth = world.start()
  await settle(auth.ensureLogin())
  world.storage.clear()
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.count('login')).toBe(1)
  expect(count(world, 'get')).toBe(1)
})

test('stores under storageKey, so that two Auths with two keys know nothing of each other', async () => {
  const { storage, storageCalls, start, server } = createWorld()
  const auth = start({ storageKey: 'trial' })
  await settle(auth.ensureLogin())
  expect([...storage.keys()]).toEqual(['trial'])
  expect(storageCalls).toEqual(['get trial', 'set trial'])

  expect(start().state).toBeUndefined()
  expect(start({ storageKey: 'trial' }).state).toEqual({ token: server.lastToken })
})

test('stores under a key of its own for each baseUrl where none is given', async () => {
  const { storage, start } = createWorld()
  start({ baseUrl: 'https://api.test/v1' }).setState({ token: 'one' })
  start({ baseUrl: 'https://api.test/v2' }).setState({ token: 'two' })
  expect([...storage.keys()]).toEqual([
    'miniprogram-login:https://api.test/v1',
    'miniprogram-login:https://api.test/v2',
  ])
})
