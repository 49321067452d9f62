import { once } from 'node:events'
import { createServer as createNetServer } from 'node:net'
import { readConfig } from '../config'
import { findLeaks } from '../load/leaks'
import { type LogEntry, lineOf } from '../log'
import { startServer } from '../start'
import { startWechatStandIn } from '../wechat-stand-in'
import { accessTo, runMain } from './main-process'

const lines: string[] = []
const log = (entry: LogEntry) => void lines.push(lineOf(entry))
const loginWith = (url: string, code: string) =>
  fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })

beforeEach(() => void lines.splice(0))

test('starts a stand-in of WeChat without credentials, and says so in one line', async () => {
  const server = await startServer(readConfig({ PORT: '0' }), log)
  expect(lines).toEqual([expect.stringContaining(`Login server at ${server.url}, with its own stand-in for WeChat`)])
  expect((await loginWith(server.url, server.standIn?.issueCode() ?? '')).status).toBe(200)
  expect((await fetch(`${server.url}/revoke`, { method: 'POST' })).status).toBe(204)
  await server.close()
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  await expect(fetch(server.standIn?.url ?? '')).rejects.toThrow('fetch failed')
})

test('asks WeChat with credentials, says so in one line, and has nothing of the demo', async () => {
  const wechat = await startWechatStandIn()
  const server = await startServer(readConfig({ PORT: '0', ...accessTo(wechat) }), log)
  expect(lines).toEqual([`Login server at ${server.url}, asking WeChat at ${wechat.url}`])
  expect(server.standIn).toBeUndefined()
  expect((await loginWith(server.url, wechat.issueCode())).status).toBe(200)
  expect(wechat.exchanges).toHaveLength(1)
  expect((await fetch(`${server.url}/revoke`, { method: 'POST' })).status).toBe(404)
  await Promise.all([server.close(), wechat.close()])
  expect(lines.join()).not.toContain(wechat.secret)
})

test('says in one sentence that its port is taken, and which', async () => {
  const first = await startServer(readConfig({ PORT: '0' }), log)
  const port = Number(new URL(first.url).port)
  await expect(startServer(readConfig({ PORT: String(port) }), log)).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} is taken: choose another, as in PORT=${port + 1}.`,
  })
  await first.close()
})

test('takes no metrics unless it is told where', async () => {
  const server = await startServer(readConfig({ PORT: '0' }), log)
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
  await server.close()
})

test.each(['SIGINT', 'SIGTERM'] as const)('runs alone until %s, and tells all in lines of JSON', async (signal) => {
  const server = runMain()
  const { url } = await server.tells({ event: 'listening' })
  expect((await fetch(`${url}/me`)).status).toBe(401)
  server.child.kill(signal)
  expect(await server.exit).toEqual([0, null])
  expect(await server.stderr).toBe('')
  expect(server.told).toEqual([
    expect.objectContaining({ event: 'listening', msg: expect.stringContaining(`Login server at ${url}`) }),
    expect.objectContaining({ event: 'answered', level: 30, route: '/me', status: 401, pid: server.child.pid }),
    expect.objectContaining({ event: 'stopping' }),
  ])
})

test('writes no secret into its lines of JSON, and a failed login as a warning', async () => {
  const wechat = await startWechatStandIn()
  const server = runMain(accessTo(wechat))
  const { url } = await server.tells({ event: 'listening' })
  const code = wechat.issueCode()
  const { token } = (await (await loginWith(url, code)).json()) as { token: string }
  await fetch(`${url}/me?token=${token}`, { headers: { authorization: `Bearer ${token}` } })
  wechat.failNext(40226)
  await loginWith(url, wechat.issueCode())
  expect(await server.tells({ event: 'login-failed' })).toMatchObject({ level: 40, login: 2, errcode: 40226 })
  expect(await server.tells({ route: '/me' })).toMatchObject({ level: 30, login: 1, method: 'GET', status: 200 })
  const { openid = '', sessionKey = '' } = wechat.exchanges[0] ?? {}
  expect(findLeaks(JSON.stringify(server.told), [code, token, openid, sessionKey, wechat.secret])).toEqual([])
  await wechat.close()
})

test('ends with one sentence, and no stack, when its port is taken', async () => {
  const other = createNetServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { exit, stderr } = runMain({ PORT: String(port) })
  expect(await exit).toEqual([1, null])
  expect(await stderr).toMatch(/^Port \d+ is taken: .*\n$/)
  other.close()
})

test('ends with one sentence, and no stack, when the environment is wrong', async () => {
  const { exit, stderr } = runMain({ PORT: '80.5' })
  expect(await exit).toEqual([1, null])
  expect(await stderr).toBe("PORT must be a whole number from 0 to 65535, not '80.5'.\n")
})
