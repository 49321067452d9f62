import type { Auth } from '../src'
import { throws } from './helpers/fake-wx'
import { createWorld, settle, type World } from './helpers/world'

const key = 'miniprogram-login:https://api.test'
const methods = { read: 'getStorageSync', write: 'setStorageSync', remove: 'removeStorageSync' } as const
const full = { errMsg: 'setStorageSync:fail exceed storage max size', errno: 1 }

/** It starts without a state, logs in for the first request, and what it stores then is good. */
async function expectColdStart({ count, server, start }: World): Promise<void> {
  const logins = count('login')
  const auth = start()
  expect(auth.state).toBeUndefined()
  expect((await settle(auth.request({ url: '/cold' }))).value).toMatchObject({ statusCode: 200 })
  expect(count('login')).toBe(logins + 1)
  expect(server.requests.map(({ header }) => header)).toEqual([{ Authorization: `Bearer ${server.lastToken}` }])
  expect(start().state).toMatchObject({ token: server.lastToken })
}

test.each([
  ['bad JSON', '{bad'],
  ['nothing', ''],
  ['null', null],
  ['undefined', undefined],
  ['a number', 42],
  ['zero', 0],
  ['a boolean', true],
  ['an empty array', []],
  ['an array', [1, { token: 'foreign' }]],
  ['an empty object', {}],
  ['a foreign object', { token: 'foreign', expiresIn: 7200 }],
  ['a foreign state', { state: { token: 'foreign' }, arrivedAt: 0 }],
  ['1 MB', 'x'.repeat(1024 * 1024)],
  ['1 MB in an object', { data: 'x'.repeat(1024 * 1024) }],
])('starts without a login state where storage holds %s, and replaces it at the next login', async (_name, stored) => {
  const world = createWorld()
  world.storage.set(key, stored)
  await expectColdStart(world)
})

/** What the package itself stores, and a copy of it for each of its fields, without that field as it was. */
function spoilt(world: World, junk: unknown): object[] {
  world.start().setState({ token: 'stored', expiresIn: 7200 })
  const record = world.storage.get(key)
  return Object.keys(record).map((name) => ({ ...record, [name]: junk }))
}

test.each([
  [undefined],
  [null],
  [0],
  [2],
  [-1],
  [99],
  ['2'],
  [''],
  [true],
  [[]],
  [{}],
  [{ token: 123 }],
  [{ token: '' }],
  [{ token: ' ' }],
  [{ token: 'two\r\nlines' }],
  [{ token: '令牌' }],
  [{ token: 'x'.repeat(4097) }],
])('starts without a login state where a stored version, state or arrival is %j', async (junk) => {
  const records = spoilt(createWorld(), junk)
  expect(records).toHaveLength(3)
  for (const record of records) {
    const world = createWorld()
    world.storage.set(key, record)
    await expectColdStart(world)
  }
})

/** A life with every use of storage in it. */
async function live(auth: Auth, { count, sent, server }: World): Promise<void> {
  const get = (url: string, login: 'required' | 'optional' = 'required') => settle(auth.request({ url, login }))
  expect((await get('/login-first')).value).toMatchObject({ statusCode: 200 })
  expect((await get('/at-once')).value).toMatchObject({ statusCode: 200 })
  server.revokeAll()
  expect((await get('/replayed')).value).toMatchObject({ statusCode: 200 })
  expect(count('login')).toBe(2)
  server.revokeAll()
  expect((await get('/bare-in-the-end', 'optional')).value).toMatchObject({ statusCode: 401 })
  expect(sent[sent.length - 1]?.header).toEqual({})
  expect(auth.state).toBeUndefined()
  auth.logout()
  expect((await get('/not-sent')).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect((await settle(auth.login())).value).toEqual({ token: server.lastToken })
  auth.setState({ token: 'set' })
  expect(auth.state).toEqual({ token: 'set' })
  expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: 'set' })
}

test.each([
  ['reading', ['read']],
  ['writing', ['write']],
  ['removing', ['remove']],
  ['everything', ['read', 'write', 'remove']],
  ['nothing', []],
] as [string, (keyof typeof methods)[]][])(
  'breaks no call when %s throws, and tells of each failure',
  async (_name, operations) => {
    const world = createWorld()
    for (const operation of operations) world.always(methods[operation], throws(full))
    await live(world.start(), world)

    const names: Record<string, string> = { get: 'read', set: 'write', remove: 'remove' }
    const used = world.storageCalls.map((call) => names[call.replace(/ .*/, '')] as keyof typeof methods)
    const failed = used.filter((operation) => operations.includes(operation))
    expect(new Set(failed)).toEqual(new Set(operations))
    expect(world.events.filter(({ type }) => type === 'storage-failed')).toEqual(
      failed.map((operation) => ({ type: 'storage-failed', operation, error: full })),
    )
  },
)

test('does not read again because the first read failed', async () => {
  const world = createWorld()
  world.next('getStorageSync', throws(full))
  const auth = world.start()
  expect(auth.state).toBeUndefined()
  await settle(auth.ensureLogin())
  await settle(auth.request({ url: '/a' }))
  expect(world.storageCalls.filter((call) => call.startsWith('get'))).toHaveLength(1)
})

test('writes again at the next login after a write that failed', async () => {
  const world = createWorld()
  world.next('setStorageSync', throws(full))
  const auth = world.start()
  await settle(auth.ensureLogin())
  expect(world.storage.size).toBe(0)

  await settle(auth.login())
  expect(world.start().state).toEqual({ token: world.server.lastToken })
})

test('is logged out at once even if that cannot be stored', async () => {
  const world = createWorld()
  const auth = world.start()
  await settle(auth.ensureLogin())
  world.always('setStorageSync', throws(full))
  auth.logout()
  expect(auth.state).toBeUndefined()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(world.events.slice(-2)).toEqual(
    expect.arrayContaining([{ type: 'logout' }, { type: 'storage-failed', operation: 'write', error: full }]),
  )
})
