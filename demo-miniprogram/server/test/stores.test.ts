import { randomUUID } from 'node:crypto'
import { createLoginStates, type LoginStates } from '../login-states'
import { connectRedis } from '../redis/client'
import { createRedisKeptFiles } from '../redis/kept-files'
import { createRedisLoginStates } from '../redis/login-states'
import { fileOf, login } from './kept-things'
import { describeWithRedis, type RedisProcess, startRedis } from './redis-server'

/** What every store of login states promises. */
function keepsLoginStates(open: () => Promise<LoginStates>): void {
  let loginStates: LoginStates
  beforeEach(async () => {
    loginStates = await open()
  })

  test('gives a code to the first who takes it, and to nobody else', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => loginStates.claim('code')))
    expect(taken.filter((number) => number !== undefined)).toHaveLength(1)
    expect(await loginStates.claim('code')).toBeUndefined()
  })

  test('numbers the logins, each higher than the one before', async () => {
    const numbers = [await loginStates.claim('a'), await loginStates.claim('b'), await loginStates.claim('c')]
    expect(numbers).toEqual([1, 2, 3])
  })

  test('finds who logged in by the token, until that is revoked', async () => {
    const { token, expiresIn } = await loginStates.issue(login(1))
    const other = await loginStates.issue(login(2))
    expect([Buffer.from(token, 'base64url').length, expiresIn]).toEqual([32, 7200])
    const { sessionKey, ...known } = login(1)
    expect(await loginStates.find(token)).toEqual(known)
    await loginStates.revoke(token)
    expect(await loginStates.find(token)).toBeUndefined()
    expect(await loginStates.find(other.token)).toMatchObject({ number: 2 })
  })

  test('finds nobody by a token that was never issued', async () => {
    for (const token of ['A'.repeat(43), '', '__proto__', '*']) expect(await loginStates.find(token)).toBeUndefined()
  })

  test('keeps the session_key of the latest login of a user, in whatever order they end', async () => {
    const issue = (number: number) => loginStates.issue({ ...login(number), openid: 'anna' })
    await issue(9)
    await issue(10)
    await issue(8)
    expect(await loginStates.sessionKey('anna')).toBe('session-key-10')
    expect(await loginStates.sessionKey('bo')).toBeUndefined()
  })

  test('forgets everybody at once, with their session_keys, and says how many there were', async () => {
    const { token } = await loginStates.issue(login(1))
    await loginStates.issue({ ...login(2), openid: 'openid-1' })
    expect(await loginStates.revokeAll()).toBe(2)
    expect(await loginStates.find(token)).toBeUndefined()
    expect(await loginStates.sessionKey('openid-1')).toBeUndefined()
    expect(await loginStates.revokeAll()).toBe(0)
  })
}

describe('in memory', () => {
  keepsLoginStates(async () => createLoginStates())
})

describeWithRedis('in Redis', () => {
  let server: RedisProcess
  beforeAll(async () => {
    server = await startRedis()
  })

  const redises: Awaited<ReturnType<typeof connectRedis>>[] = []
  afterEach(() => {
    for (const redis of redises.splice(0)) redis.disconnect()
  })

  /** As one process has it. Each test has a mini-program of its own. */
  async function connect(appId: string = randomUUID()) {
    const redis = await connectRedis(server.url, `${appId}:`, () => {})
    redises.push(redis)
    return redis
  }

  keepsLoginStates(async () => createRedisLoginStates(await connect()))

  test('lets another process know at once who is logged in and who is not any more', async () => {
    const appId = randomUUID()
    const one = createRedisLoginStates(await connect(appId))
    const other = createRedisLoginStates(await connect(appId))
    const { token } = await one.issue(login(1))
    expect(await other.find(token)).toMatchObject({ number: 1 })
    expect(await other.sessionKey('openid-1')).toBe('session-key-1')
    await other.revoke(token)
    expect(await one.find(token)).toBeUndefined()
  })

  test('gives a code to one of many processes', async () => {
    const appId = randomUUID()
    const all = await Promise.all([1, 2, 3, 4].map(async () => createRedisLoginStates(await connect(appId))))
    const taken = await Promise.all(all.map((loginStates) => loginStates.claim('code')))
    expect(taken.filter((number) => number !== undefined)).toEqual([1])
  })

  test('keeps mini-programs apart', async () => {
    const one = createRedisLoginStates(await connect())
    const other = createRedisLoginStates(await connect())
    const { token } = await one.issue(login(1))
    expect(await other.find(token)).toBeUndefined()
    expect(await other.revokeAll()).toBe(0)
    expect(await one.find(token)).toMatchObject({ number: 1 })
  })

  test('leaves it to Redis to forget what is over', async () => {
    const redis = await connect()
    const loginStates = createRedisLoginStates(redis, { lifetime: 1 })
    await loginStates.claim('code')
    await createRedisKeptFiles(redis).keep(fileOf(Buffer.alloc(1)))
    const { token } = await loginStates.issue(login(1))
    const prefix = redis.options.keyPrefix ?? ''
    const keys = (await redis.keys(`${prefix}*`)).map((key) => key.slice(prefix.length)).sort()
    const lives = await Promise.all(keys.map(async (key) => [key.replace(/:.*/, ''), await redis.pttl(key)]))
    // In milliseconds, a little less than seconds by now.
    const seconds = lives.map(([key, ms]) => [key, Number(ms) < 0 ? 'for good' : Math.ceil(Number(ms) / 1000)])
    expect(Object.fromEntries(seconds)).toEqual({
      code: 300,
      file: 600,
      'login-state': 1,
      // So that no number is given twice.
      logins: 'for good',
      'session-key': 1,
    })
    while (await loginStates.find(token)) await new Promise(setImmediate)
    expect(await redis.exists('session-key:openid-1')).toBe(0)
  })

  test('holds no code and no token', async () => {
    const redis = await connect()
    const loginStates = createRedisLoginStates(redis)
    await loginStates.claim('the-code-of-a-phone')
    const { token } = await loginStates.issue(login(1))
    const prefix = redis.options.keyPrefix ?? ''
    const keys = await redis.keys(`${prefix}*`)
    const state = keys.find((key) => key.includes('login-state:')) ?? ''
    const all = [...keys, await redis.get(state.slice(prefix.length))].join()
    expect(all).toContain('openid-1')
    expect(all).not.toContain(token)
    expect(all).not.toContain('the-code-of-a-phone')
  })

  test('keeps a file for every process, byte by byte', async () => {
    const appId = randomUUID()
    const [one, other] = [createRedisKeptFiles(await connect(appId)), createRedisKeptFiles(await connect(appId))]
    const file = fileOf(Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 256)))
    const id = await one.keep(file)
    expect(id).toMatch(/^[\w-]{22}$/)
    expect(await other.find(id)).toEqual(file)
    expect(await other.find('A'.repeat(22))).toBeUndefined()
  })
})
