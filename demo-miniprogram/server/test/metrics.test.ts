import { readConfig } from '../config'
import { freePort } from '../load/free-port'
import { findLeaks } from '../load/leaks'
import { startServer } from '../start'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** A server that counts, and how it is asked. */
async function run(env: Record<string, string> = {}) {
  const METRICS_PORT = String(await freePort())
  const server = await startServer(readConfig({ PORT: '0', METRICS_PORT, ...env }), () => {})
  closers.push(server.close)
  const { standIn } = server
  if (!standIn) throw new Error('There must be a stand-in for WeChat.')
  const metricsUrl = `http://127.0.0.1:${METRICS_PORT}/metrics`
  return {
    ...server,
    standIn,
    metricsUrl,
    async login(code = standIn.issueCode()) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${server.url}/login`, { method: 'POST', headers, body: JSON.stringify({ code }) })
      return (await answer.json()) as { token: string }
    },
    me: (token: string) => fetch(`${server.url}/me`, { headers: { authorization: `Bearer ${token}` } }),
    metrics: async () => (await fetch(metricsUrl)).text(),
  }
}

test('counts logins by outcome, and what WeChat refused by errcode', async () => {
  const { login, standIn, metrics } = await run()
  await login()
  await login()
  for (const errcode of [40029, 40226, 40226, 77777, 88888]) {
    standIn.failNext(errcode)
    await login()
  }
  const text = await metrics()
  expect(text).toContain('login_server_logins_total{outcome="issued"} 2\n')
  expect(text).toContain('login_server_logins_total{outcome="login_blocked"} 2\n')
  expect(text).toContain('login_server_logins_total{outcome="code_refused"} 1\n')
  expect(text).toContain('login_server_wechat_errcodes_total{errcode="40029"} 1\n')
  expect(text).toContain('login_server_wechat_errcodes_total{errcode="40226"} 2\n')
  // Whatever WeChat may think of, it makes no more of them.
  expect(text).toContain('login_server_wechat_errcodes_total{errcode="other"} 2\n')
})

test('counts rejections, and times answers, by route', async () => {
  const { login, me, metrics } = await run()
  const { token } = await login()
  await me(token)
  await me('A'.repeat(43))
  await me('B'.repeat(43))
  const text = await metrics()
  expect(text).toContain('login_server_rejections_total{route="/me"} 2\n')
  expect(text).toContain('login_server_request_duration_seconds_count{route="/me",status="200"} 1\n')
  expect(text).toContain('login_server_request_duration_seconds_count{route="/me",status="401"} 2\n')
  expect(text).toContain('nodejs_eventloop_lag_seconds')
})

test('has no label that a client could choose, and no secret', async () => {
  const { login, me, url, standIn, metrics } = await run()
  const code = standIn.issueCode()
  const { token } = await login(code)
  await me(token)
  for (let index = 0; index < 5; index++) {
    await fetch(`${url}/marker-${index}?marker=${token}`, { method: index % 2 ? 'PUT' : 'PATCH' })
    await fetch(`${url}/files/marker-${index}`, { headers: { authorization: `Bearer ${token}`, 'x-marker': 'marker' } })
  }
  const text = await metrics()
  const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route))
  expect(routes).toEqual(new Set(['/login', '/me', '/files/:id', '(no such route)']))
  const { openid = '', sessionKey = '' } = standIn.exchanges[0] ?? {}
  expect(findLeaks(text, [code, token, openid, sessionKey, standIn.secret])).toEqual([])
  expect(text).not.toContain('marker')
})

test('shows them on a port of their own, and nowhere else', async () => {
  const { url, metricsUrl } = await run()
  const answer = await fetch(metricsUrl)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  expect((await fetch(`${url}/metrics`)).status).toBe(404)
})

test('does not start where the port for metrics is taken, and says so', async () => {
  const { metricsUrl } = await run()
  const { port } = new URL(metricsUrl)
  await expect(run({ METRICS_PORT: port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} is taken: choose another, as in METRICS_PORT=${Number(port) + 1}.`,
  })
})
