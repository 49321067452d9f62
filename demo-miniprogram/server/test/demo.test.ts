import { holdNextExchange, runServer } from './running-server'

/** A server of the demo, as the pages use what it has besides. */
async function runDemo() {
  const server = await runServer()
  return {
    ...server,
    trouble: (body: unknown) => server.post('/trouble', body),
    entries: async (after?: number) => (await server.ask(`/log${after === undefined ? '' : `?after=${after}`}`)).json,
  }
}

test.each([
  ['POST', '/revoke'],
  ['POST', '/trouble'],
  ['GET', '/log'],
])('has no %s %s beside real users', async (method, path) => {
  const real = await runServer({ demo: false })
  expect((await real.ask(path, { method })).status).toBe(404)
})

test('tells its latest log entries, with the time of each and the time now', async () => {
  const { login, me, entries } = await runDemo()
  const before = Date.now()
  await me((await login()).json.token)
  const log = await entries()
  const ms = expect.any(Number)
  expect(log).toEqual({
    now: expect.any(Number),
    entries: [
      { event: 'code-received', login: 1 },
      { event: 'login-state-issued', login: 1, ms, expiresIn: 7200 },
      { event: 'answered', login: 1, method: 'POST', route: '/login', status: 200, ms },
      { event: 'answered', login: 1, method: 'GET', route: '/me', status: 200, ms },
    ].map((entry) => ({ id: expect.any(Number), at: expect.any(Number), ...entry })),
  })
  const times: number[] = [before, ...log.entries.map(({ at }: { at: number }) => at), log.now]
  expect(times).toEqual([...times].sort((a, b) => a - b))
})

test('tells why a login failed, by WeChat’s errcode, and that a code was shared', async () => {
  const { standIn, login, entries, logged } = await runDemo()
  standIn.failNext(40226)
  await login()
  const arrived = holdNextExchange(standIn)
  const code = standIn.issueCode()
  const first = login(code)
  const release = await arrived
  const second = login(code)
  await logged('same code again')
  release()
  await Promise.all([first, second])
  const told = (await entries()).entries
  expect(told).toContainEqual(
    expect.objectContaining({ event: 'login-failed', login: 1, error: 'login_blocked', errcode: 40226 }),
  )
  expect(told).toContainEqual(expect.objectContaining({ event: 'code-shared', login: 2 }))
})

test('tells only what came after an entry, 200 at most, and does not log that it was asked', async () => {
  const { ask, entries, logged } = await runDemo()
  for (let count = 1; count <= 201; count++) await ask('/news')
  await logged('GET /news → 200', 201)
  const { entries: latest } = await entries()
  expect(latest).toHaveLength(200)
  const since = latest.at(-3).id
  expect((await entries(since)).entries).toEqual(latest.slice(-2))
  expect((await logged('GET /news')).join()).not.toContain('/log')
})

test('keeps whoever asks for later entries up to date over a restart', async () => {
  const before = await runDemo()
  await before.ask('/news')
  const { id } = (await before.entries()).entries.at(-1)
  const after = await runDemo()
  await after.ask('/news')
  expect((await after.entries(id)).entries).toEqual([expect.objectContaining({ route: '/news' })])
})

test('lets WeChat answer later to the next exchange, and to no other', async () => {
  const { login, trouble, entries } = await runDemo()
  expect((await trouble({ slow: 300 })).status).toBe(204)
  await login()
  await login()
  const [slow, next] = (await entries()).entries.filter(({ event }: any) => event === 'login-state-issued')
  expect(slow.ms).toBeGreaterThanOrEqual(299)
  expect(next.login).toBe(2)
  expect(next.ms).toBeLessThan(slow.ms)
})

test('answers nobody while it is down, until the trouble is ended', async () => {
  const { ask, trouble, logged } = await runDemo()
  await trouble({ down: 10_000 })
  await expect(ask('/news')).rejects.toThrow('fetch failed')
  await expect(ask('/no-such-page')).rejects.toThrow('fetch failed')
  await logged('GET /news → connection lost (as a server that is down)')
  expect((await trouble({})).status).toBe(204)
  expect((await ask('/news')).status).toBe(200)
})

test('comes back by itself', async () => {
  const { ask, trouble } = await runDemo()
  await trouble({ down: 100 })
  const isBack = () =>
    ask('/news').then(
      () => true,
      () => false,
    )
  expect(await isBack()).toBe(false)
  while (!(await isBack())) await new Promise(setImmediate)
})

test.each([{ slow: -1 }, { slow: 10_001 }, { down: '900' }, { down: 1.5 }, [], 'slow'])(
  'refuses %j for trouble',
  async (body) => {
    const { trouble, ask } = await runDemo()
    const { status, json } = await trouble(JSON.stringify(body))
    expect([status, json.error]).toEqual([400, 'bad_request'])
    expect((await ask('/news')).status).toBe(200)
  },
)

test('looks at a request later where that asks for it: what was revoked meanwhile is rejected', async () => {
  const server = await runDemo()
  const { token } = (await server.login()).json
  const arrivals: string[] = []
  const headers = { authorization: `Bearer ${token}` }
  const late = server.ask('/me?wait=2000', { headers }).then(({ status }) => arrivals.push(`late ${status}`))
  // A request that was sent after it, and is answered before.
  arrivals.push(`soon ${(await server.ask('/me?wait=0', { headers })).status}`)
  await server.post('/revoke', '')
  await late
  expect(arrivals).toEqual(['soon 200', 'late 401'])
})

test.each(['5001', '-1', 'abc', ''])('takes no notice of a wait of %p', async (wait) => {
  const server = await runDemo()
  expect((await server.ask(`/news?wait=${wait}`)).status).toBe(200)
})
