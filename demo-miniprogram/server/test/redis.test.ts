import type { LogEntry } from '../log'
import { openRedis } from '../stores'
import { createWechat } from '../wechat'
import { describeWithRedis, type RedisProcess, startRedis } from './redis-server'
import { runServer } from './running-server'

describeWithRedis('on Redis', () => {
  let redis: RedisProcess
  const closers: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    redis = await startRedis()
  })

  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()))
    await redis.stop()
  })

  async function run(options: Parameters<typeof runServer>[0] = {}) {
    const entries: LogEntry[] = []
    const stores = await openRedis(redis.url, 'wx0', (entry) => void entries.push(entry))
    closers.push(stores.close)
    const server = await runServer({ ...stores, ...options })
    const isReady = async () => (await server.ask('/ready')).status === 200
    return {
      ...server,
      entries,
      isReady,
      async untilReady() {
        while (!(await isReady())) await new Promise(setImmediate)
      },
    }
  }

  /** Two servers that differ in nothing, as two processes do. */
  async function runTwo(options: Parameters<typeof runServer>[0] = {}) {
    const one = await run(options)
    const { standIn } = one
    const other = await run({ ...options, wechat: createWechat(standIn), userIdKey: standIn.secret })
    return { one, other }
  }

  test('knows at one server who logged in at the other, and whom it is to forget', async () => {
    const { one, other } = await runTwo()
    const { token, userId } = (await one.login()).json
    const me = await other.me(token)
    expect([me.status, me.json.userId]).toEqual([200, userId])
    await other.post('/logout', '', { authorization: `Bearer ${token}` })
    expect((await one.me(token)).status).toBe(401)
  })

  test('numbers the logins of both servers in one row', async () => {
    const { one, other } = await runTwo()
    await one.login()
    await other.login(one.standIn.issueCode())
    expect(await one.logged('#1 POST /login → 200')).toHaveLength(3)
    expect(await other.logged('#2 POST /login → 200')).toHaveLength(3)
  })

  test('gives a file back at the other server', async () => {
    const { one, other } = await runTwo()
    const { token } = (await one.login()).json
    const headers = { authorization: `Bearer ${token}` }
    const body = new FormData()
    body.append('file', new Blob(['a photo']), 'photo.png')
    const { id } = (await one.ask('/files', { method: 'POST', headers, body })).json
    expect((await other.ask(`/files/${id}`, { headers })).text).toBe('a photo')
  })

  test('decrypts with the session_key that the other server was given', async () => {
    const { one, other } = await runTwo()
    const { token } = (await one.login()).json
    const answer = await other.post('/open-data', one.openData(), { authorization: `Bearer ${token}` })
    expect(answer.status).toBe(200)
  })

  test('counts what an address asks of both servers', async () => {
    const { one, other } = await runTwo({ maxLogins: 2 })
    const statuses = []
    for (const server of [one, other, one, other]) statuses.push((await server.login(one.standIn.issueCode())).status)
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  test('answers 503, and never 401, while Redis is gone, and asks WeChat nothing', async () => {
    const server = await run()
    const { token } = (await server.login()).json
    await redis.stop()
    const authorization = { authorization: `Bearer ${token}` }
    const answers = [await server.me(token), await server.login(), await server.post('/logout', '', authorization)]
    for (const { status, json, headers } of answers) {
      expect([status, json.error]).toEqual([503, 'store_unreachable'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(server.standIn.exchanges).toHaveLength(1)
    expect((await server.ask('/news')).status).toBe(200)
    expect([(await server.ask('/health')).status, await server.isReady()]).toEqual([200, false])
  })

  test('recovers by itself when Redis is back', async () => {
    const server = await run()
    await redis.stop()
    expect((await server.login()).status).toBe(503)
    await redis.start()
    await server.untilReady()
    const { token } = (await server.login()).json
    expect((await server.me(token)).status).toBe(200)
    expect(server.entries).toEqual([
      { event: 'store-unreachable', reason: expect.any(String) },
      { event: 'store-reachable' },
    ])
  })

  test('keeps nobody waiting for a Redis that says nothing, and forgets nobody by it', async () => {
    const server = await run()
    const { token } = (await server.login()).json
    redis.freeze()
    const answer = await server.me(token)
    expect([answer.status, answer.json.error]).toEqual([503, 'store_unreachable'])
    expect(await server.isReady()).toBe(false)
    redis.thaw()
    await server.untilReady()
    expect((await server.me(token)).status).toBe(200)
  })

  test('starts without Redis, and is ready when it comes', async () => {
    await redis.stop()
    const server = await run()
    expect(await server.isReady()).toBe(false)
    await redis.start()
    await server.untilReady()
    expect((await server.login()).status).toBe(200)
  })

  test('tells of Redis no more than the kind of trouble', async () => {
    const server = await run()
    await redis.stop()
    await server.login()
    expect(await server.logged('POST /login → 503')).toEqual(['POST /login → 503 (store_unreachable)'])
    const reasons = server.entries.map((entry) => entry.event === 'store-unreachable' && entry.reason)
    expect(reasons).toEqual([expect.stringMatching(/^(ECONN\w+|connection lost)$/)])
  })
})
