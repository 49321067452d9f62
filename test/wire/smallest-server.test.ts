import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWechatStandIn, type WechatStandIn } from '../../demo-miniprogram/server/wechat-stand-in'
import { createAuth } from '../../src'
import { createNodeWx, type NodeWx } from '../helpers/node-wx'
import { filesOf } from '../published/documents'

let wechat: WechatStandIn
let phone: NodeWx
let url: string
const endings: (() => unknown)[] = []

/** The server of docs/server.md, as its reader starts it; only WeChat is another. */
beforeEach(async () => {
  wechat = await startWechatStandIn()
  phone = createNodeWx(wechat.url)
  const folder = mkdtempSync(join(tmpdir(), 'smallest-server-'))
  for (const [path, text] of Object.entries(filesOf('docs/server.md'))) writeFileSync(join(folder, path), text)
  const env = { WECHAT_APPID: wechat.appId, WECHAT_SECRET: wechat.secret, WECHAT_API: wechat.url, PORT: '0' }
  const server = spawn(process.execPath, ['server.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(server, 'exit')
  endings.push(
    () => rmSync(folder, { recursive: true }),
    () => phone.dispose(),
    () => wechat.close(),
    () => exit,
    () => server.kill(),
  )
  const [line] = await once(server.stdout, 'data')
  url = String(line).trim()
})

afterEach(async () => {
  await phone.idle()
  for (const end of endings.splice(0).reverse()) await end()
})

const start = () => createAuth({ baseUrl: url, exchange: '/login', platform: phone.wx })

test('logs in at the smallest server, and is known there after a restart of the app', async () => {
  const { data } = await start().request({ url: '/me' })
  expect(data).toEqual({ userId: expect.stringMatching(/^[\da-f-]{36}$/) })
  expect((await start().request({ url: '/me' })).data).toEqual(data)
  expect(phone.codes).toHaveLength(1)
})

test('logs in anew and replays where that server refuses the login state', async () => {
  const auth = start()
  auth.setState({ token: 'of nobody' })
  expect((await auth.request({ url: '/me' })).statusCode).toBe(200)
  expect(phone.codes).toHaveLength(1)
})

test('gets nothing that belongs to WeChat from that server', async () => {
  await start().request({ url: '/me' })
  const [{ openid, sessionKey } = {}] = wechat.exchanges
  expect(phone.received).toContain('userId')
  expect(phone.received).not.toContain(openid)
  expect(phone.received).not.toContain(sessionKey)
})

test.each([
  [-1, 'is tried again', 2],
  [45011, 'waits for too long to be tried again', 1],
  [40226, 'ends the login', 1],
  [40163, 'ends the login', 1],
])('hears of WeChat’s %i in such a way that it %s', async (errcode, _what, codes) => {
  wechat.failNext(errcode)
  const login = createAuth({ baseUrl: url, exchange: '/login', platform: phone.wx, loginTimeout: 5000 }).ensureLogin()
  if (codes > 1) await login
  else await expect(login).rejects.toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(phone.codes).toHaveLength(codes)
})

test.each(['', 'null', '[]', '{"code":7}', '{'])(
  'is answered 400 where it posts %p in place of a code',
  async (body) => {
    const { status } = await fetch(`${url}/login`, { method: 'POST', body })
    expect(status).toBe(400)
  },
)
