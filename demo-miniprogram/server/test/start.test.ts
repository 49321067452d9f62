import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createNetServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type LogEntry, lineOf } from '../log'
import { startServer } from '../start'
import { startWechatStandIn } from '../wechat-stand-in'
import { converse } from './running-server'

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
  const server = await startServer({ port: 0, log, env: {} })
  expect(lines).toEqual([expect.stringContaining(`Login server at ${server.url}, with its own stand-in for WeChat`)])
  expect((await loginWith(server.url, server.standIn?.issueCode() ?? '')).status).toBe(200)
  expect((await fetch(`${server.url}/revoke`, { method: 'POST' })).status).toBe(204)
  await server.close()
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  await expect(fetch(server.standIn?.url ?? '')).rejects.toThrow('fetch failed')
})

test('asks WeChat with credentials, says so in one line, and has nothing of the demo', async () => {
  const wechat = await startWechatStandIn()
  const env = { WECHAT_APPID: wechat.appId, WECHAT_SECRET: wechat.secret }
  const server = await startServer({ port: 0, log, env, wechatUrl: wechat.url })
  expect(lines).toEqual([`Login server at ${server.url}, asking WeChat at ${wechat.url}`])
  expect(server.standIn).toBeUndefined()
  expect((await loginWith(server.url, wechat.issueCode())).status).toBe(200)
  expect(wechat.exchanges).toHaveLength(1)
  expect((await fetch(`${server.url}/revoke`, { method: 'POST' })).status).toBe(404)
  await Promise.all([server.close(), wechat.close()])
  expect(lines.join()).not.toContain(wechat.secret)
})

test.each([
  [{ WECHAT_APPID: 'wx1' }, 'WECHAT_APPID is set but WECHAT_SECRET is not'],
  [{ WECHAT_SECRET: 'abc', WECHAT_APPID: '' }, 'WECHAT_SECRET is set but WECHAT_APPID is not'],
])('does not start with half of the credentials', async (env, sentence) => {
  await expect(startServer({ port: 0, log, env })).rejects.toThrow(sentence)
  expect(lines).toEqual([])
})

test('says in one sentence that its port is taken, and which', async () => {
  const first = await startServer({ port: 0, log, env: {} })
  const port = Number(new URL(first.url).port)
  await expect(startServer({ port, log, env: {} })).rejects.toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} is taken: choose another, as in PORT=${port + 1}.`,
  })
  await first.close()
})

test('closes though a client has sent half a request', async () => {
  const server = await startServer({ port: 0, log, env: {} })
  const client = await converse(Number(new URL(server.url).port), 'POST /login HTTP/1.1\r\nhost: x\r\ncontent-le')
  await server.close()
  expect(await client.answer).toBe('')
})

/** The server as a process of its own. */
function run(env: Record<string, string>) {
  const main = join(__dirname, '..', 'main.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', main], { env: { PATH: process.env.PATH, ...env } })
  return { child, exit: once(child, 'exit'), stdout: child.stdout, stderr: text(child.stderr) }
}

test.each(['SIGINT', 'SIGTERM'] as const)('runs alone until %s', async (signal) => {
  const { child, exit, stdout, stderr } = run({ PORT: '0' })
  const [line] = await once(stdout, 'data')
  const url = /http:[^,]+/.exec(String(line))?.[0] ?? ''
  expect((await fetch(`${url}/me`)).status).toBe(401)
  child.kill(signal)
  expect(await exit).toEqual([0, null])
  expect(await stderr).toBe('')
})

test.each(['80.5', '65536', ''])('names a PORT that is none: %p', async (PORT) => {
  const { exit, stderr } = run({ PORT })
  expect(await exit).toEqual([1, null])
  expect(await stderr).toBe(`PORT must be a whole number from 0 to 65535, not '${PORT}'.\n`)
})

test('ends with one sentence, and no stack, when its port is taken', async () => {
  const other = createNetServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const { exit, stderr } = run({ PORT: String(port) })
  expect(await exit).toEqual([1, null])
  expect(await stderr).toMatch(/^Port \d+ is taken: .*\n$/)
  other.close()
})
