import { freePort } from '../load/free-port'
import { startWechatStandIn, type WechatStandIn } from '../wechat-stand-in'
import { accessTo, runMain } from './main-process'
import { describeWithRedis, type RedisProcess, startRedis } from './redis-server'
import { holdNextExchange } from './running-server'

describeWithRedis('two processes behind one port', () => {
  let redis: RedisProcess
  let standIn: WechatStandIn

  beforeAll(async () => {
    redis = await startRedis()
  })
  beforeEach(async () => {
    standIn = await startWechatStandIn()
  })
  afterEach(() => standIn.close())

  const start = (env: Record<string, string> = {}) =>
    runMain({ ...accessTo(standIn), REDIS_URL: redis.url, PROCESSES: '2', ...env })

  /** Both of them, and requests that each take a connection of their own, which goes to one or the other. */
  async function run(env: Record<string, string> = {}) {
    const server = start(env)
    const listening = await server.tellsAll({ event: 'listening' }, 2)
    const url: string = listening[0]?.url
    const ask = async (path: string, init: { method?: string; body?: string; token?: string } = {}) => {
      const { method = 'GET', body, token } = init
      const answer = await fetch(url + path, {
        method,
        headers: {
          connection: 'close',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body }),
      })
      const text = await answer.text()
      return { status: answer.status, json: text && JSON.parse(text) }
    }
    return {
      ...server,
      pids: listening.map(({ pid }): number => pid),
      ask,
      login: (code = standIn.issueCode()) => ask('/login', { method: 'POST', body: JSON.stringify({ code }) }),
      /** Asks until either process has answered so. */
      async both(path: string, token: string, status: number): Promise<void> {
        const seen = new Set<number>()
        while (seen.size < 2) {
          expect((await ask(path, { token })).status).toBe(status)
          for (const { pid } of await server.tellsAll({ route: path, status }, 1)) seen.add(pid)
        }
      },
    }
  }

  test('know each other’s logins and logouts', async () => {
    const { login, ask, both } = await run()
    const { token } = (await login()).json
    await both('/me', token, 200)
    await ask('/logout', { method: 'POST', token })
    await both('/me', token, 401)
  })

  test('exchange a code once that is sent to both at once', async () => {
    const { login, tells } = await run()
    const code = standIn.issueCode()
    const arrived = holdNextExchange(standIn)
    const all = [login(code)]
    const release = await arrived
    for (let count = 0; count < 9; count++) all.push(login(code))
    // By the process that did not ask WeChat, while the other still waits.
    await tells({ route: '/login', status: 401, note: 'code_refused' })
    release()
    const answers = await Promise.all(all)
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 401])
    const tokens = answers.flatMap(({ json }) => json.token ?? [])
    expect(new Set(tokens).size).toBe(1)
    expect(standIn.exchanges).toHaveLength(1)
  })

  test('are replaced when they die, not at once, while the other goes on', async () => {
    const { pids, tells, tellsAll, ask, login, both } = await run()
    const [victim = 0] = pids
    process.kill(victim, 'SIGKILL')
    const died = await tells({ event: 'process-died', process: victim })
    expect((await ask('/news')).status).toBe(200)
    const next = (await tellsAll({ event: 'listening' }, 3))[2]
    expect(pids).not.toContain(next?.pid)
    expect(Date.parse(next?.time) - Date.parse(died.time)).toBeGreaterThanOrEqual(1000)
    await both('/me', (await login()).json.token, 200)
  })

  test('are replaced when all of them die', async () => {
    // Any free one would be another one then.
    const { pids, tellsAll, login } = await run({ PORT: String(await freePort()) })
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await tellsAll({ event: 'listening' }, 4)
    expect((await login()).status).toBe(200)
  })

  test('count together', async () => {
    const METRICS_PORT = String(await freePort())
    const { login, both } = await run({ METRICS_PORT })
    const { token } = (await login()).json
    await login()
    await both('/me', token, 200)
    const answer = await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(text).toContain('login_server_logins_total{outcome="issued"} 2\n')
    expect(text).not.toContain(token)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('end together at %s', async (signal) => {
    const { child, exit, pids, stderr } = await run()
    child.kill(signal)
    expect(await exit).toEqual([0, null])
    expect(await stderr).toBe('')
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })

  test('end with the one that watches over them', async () => {
    const { child, exit, ask } = await run()
    child.kill('SIGKILL')
    await exit
    const isServed = () =>
      ask('/health').then(
        () => true,
        () => false,
      )
    while (await isServed()) await new Promise(setImmediate)
  })

  test('say once what keeps them from starting', async () => {
    const { child: first, tells } = start({ PROCESSES: '1' })
    const { url } = await tells({ event: 'listening' })
    const { port } = new URL(url)
    const { exit, stderr } = start({ PORT: port })
    expect(await exit).toEqual([1, null])
    expect(await stderr).toBe(
      `Port ${port} is taken: choose another, as in PORT=${Number(port) + 1}.\nSo none of the processes was started.\n`,
    )
    first.kill()
  })
})
