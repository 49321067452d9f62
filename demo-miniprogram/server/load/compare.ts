import autocannon, { type Options, type Result } from 'autocannon'
import { isRedisHere, redisAdvice, startRedisProcess } from './redis-process'
import { startServerProcess } from './server-process'

interface Row {
  name: string
  /** Of the server's process. */
  env: NodeJS.ProcessEnv
  requests: (url: string) => Promise<Partial<Options>>
}

const json = { 'content-type': 'application/json' }
const bodyWith = (code: string) => JSON.stringify({ code })

let codes = 0
const nextCode = () => `the-code-of-a-phone-${String(++codes).padStart(12, '0')}`

async function me(url: string): Promise<Partial<Options>> {
  const answer = await fetch(`${url}/login`, { method: 'POST', headers: json, body: bodyWith(nextCode()) })
  const { token } = (await answer.json()) as { token: string }
  return { requests: [{ path: '/me', headers: { authorization: `Bearer ${token}` } }] }
}

async function login(): Promise<Partial<Options>> {
  const setupRequest = (request: object) => ({ ...request, body: bodyWith(nextCode()) })
  return { requests: [{ path: '/login', method: 'POST', headers: json, setupRequest }] }
}

/** What one process does of one thing, each beside a bare Fastify route in the same run. Returns what went wrong. */
export async function compare(seconds: number, connections: number): Promise<string[]> {
  const redis = isRedisHere ? await startRedisProcess() : undefined
  const onRedis = redis && { REDIS_URL: redis.url }
  const rows: Row[] = [
    { name: 'bare Fastify route', env: { BARE: 'yes' }, requests: async () => ({ requests: [{ path: '/me' }] }) },
    { name: 'GET /me, in memory', env: {}, requests: me },
    ...(onRedis ? [{ name: 'GET /me, on Redis', env: onRedis, requests: me }] : []),
    { name: 'POST /login, in memory', env: {}, requests: login },
    ...(onRedis ? [{ name: 'POST /login, on Redis', env: onRedis, requests: login }] : []),
  ]
  const results = await measure(rows, seconds, connections)
  await redis?.dispose()

  const bests = results.map(([name, rounds]): [string, Result] => [name, bestOf(rounds)])
  const [[, bare]] = bests as [[string, Result]]
  const lines = bests.map(([name, best]) => [
    name,
    {
      'requests/s': Math.round(rateOf(best)),
      'p50 ms': best.latency.p50,
      'p99 ms': best.latency.p99,
      'of the bare route': `${Math.round((100 * rateOf(best)) / rateOf(bare))} %`,
    },
  ])
  console.log(`One process, ${connections} connections, a WeChat that answers at once, the best of ${seconds} seconds:`)
  console.table(Object.fromEntries(lines))
  if (!redis) console.log(`Nothing was measured on Redis, for ${redisAdvice}.`)
  return [...(!redis && process.env.CI ? [redisAdvice] : []), ...results.flatMap(problemsOf)]
}

/** In turn, a second at a time, so that a moment in which the machine is busy does not meet one of them alone. */
async function measure(rows: Row[], seconds: number, connections: number): Promise<[string, Result[]][]> {
  const running = []
  for (const { name, env, requests } of rows) {
    const server = await startServerProcess(env)
    const asked = { url: server.url, connections, duration: 1, ...(await requests(server.url)) }
    // V8 compiles what runs often.
    await autocannon(asked)
    running.push({ name, server, asked, rounds: [] as Result[] })
  }
  for (let round = 0; round < seconds; round++)
    for (const { asked, rounds } of running) rounds.push(await autocannon(asked))
  for (const { server } of running) await server.stop()
  return running.map(({ name, rounds }) => [name, rounds])
}

function problemsOf([name, rounds]: [string, Result[]]): string[] {
  const sum = (of: (result: Result) => number) => rounds.reduce((total, result) => total + of(result), 0)
  const good = sum((result) => result['2xx'])
  const bad = sum(({ non2xx, errors }) => non2xx + errors)
  return good > 0 && bad === 0 ? [] : [`${name}: ${good} good answers, and ${bad} that were not`]
}

const rateOf = ({ requests, duration }: Result) => requests.total / duration

/** What else the machine does in the meantime only takes away. */
const bestOf = (rounds: Result[]) => rounds.reduce((best, round) => (rateOf(round) > rateOf(best) ? round : best))
