import { decrypt, isSigned } from '../open-data'
import { startWechatStandIn, type WechatStandIn } from '../wechat-stand-in'

let standIn: WechatStandIn
let now = 1

beforeEach(async () => {
  standIn = await startWechatStandIn({ quota: 3, clock: { now: () => now } })
})
afterEach(() => standIn.close())

async function exchange(code: string, change: Record<string, string> = {}): Promise<any> {
  const { appId: appid, secret } = standIn
  const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code', ...change })
  const response = await fetch(`${standIn.url}/sns/jscode2session?${query}`)
  return { type: response.headers.get('content-type'), ...((await response.json()) as object) }
}

async function control(path: string, body: unknown): Promise<any> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(standIn.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}

test('answers a fresh code with openid and session_key, as text', async () => {
  const answer = await exchange(standIn.issueCode())
  expect(answer).toEqual({
    type: expect.stringContaining('text/plain'),
    openid: expect.stringMatching(/^o[\w-]{27}$/),
    session_key: expect.any(String),
  })
  expect(Buffer.from(answer.session_key, 'base64')).toHaveLength(16)
})

test('refuses an unknown code and one of five minutes ago with 40029', async () => {
  const code = standIn.issueCode()
  now += 5 * 60_000 + 1
  expect(await exchange('unknown')).toMatchObject({ errcode: 40029, errmsg: expect.stringContaining('invalid code') })
  expect(await exchange(code)).toMatchObject({ errcode: 40029 })
})

test('takes a code for five minutes', async () => {
  const code = standIn.issueCode()
  now += 5 * 60_000
  expect(await exchange(code)).not.toHaveProperty('errcode')
})

test('refuses a used code with 40163', async () => {
  const code = standIn.issueCode()
  await exchange(code)
  expect(await exchange(code)).toMatchObject({ errcode: 40163 })
})

test('refuses a user with 45011 beyond the quota of a minute', async () => {
  for (let count = 0; count < 3; count++) expect(await exchange(standIn.issueCode())).not.toHaveProperty('errcode')
  expect(await exchange(standIn.issueCode())).toMatchObject({ errcode: 45011 })
  expect(await exchange(standIn.issueCode('another'))).not.toHaveProperty('errcode')
  now += 60_001
  expect(await exchange(standIn.issueCode())).not.toHaveProperty('errcode')
})

test.each([
  ['a wrong appid', { appid: 'wx1' }, 40013],
  ['a wrong secret', { secret: 'x' }, 40125],
  ['no appid', { appid: '' }, 41002],
  ['no secret', { secret: '' }, 41004],
  ['no code', { js_code: '' }, 41008],
  ['another grant_type', { grant_type: 'client_credential' }, 40002],
])('refuses %s', async (_, change, errcode) => {
  const code = standIn.issueCode()
  expect(await exchange(code, change)).toMatchObject({ errcode })
  // The code is not used up by that.
  expect(await exchange(code)).not.toHaveProperty('errcode')
})

test('issues codes to a phone over HTTP, to a user of its choice', async () => {
  const [anna, annaAgain, somebody] = [
    await control('/stand-in/code', { user: 'anna' }),
    await control('/stand-in/code', { user: 'anna' }),
    await control('/stand-in/code', {}),
  ]
  const [first, second, third] = [
    await exchange(anna.code),
    await exchange(annaAgain.code),
    await exchange(somebody.code),
  ]
  expect(second.openid).toBe(first.openid)
  expect(third.openid).not.toBe(first.openid)
})

test('lets the session_key of a user die when the user obtains another code', async () => {
  const older = standIn.issueCode()
  const newer = standIn.issueCode()
  expect((await exchange(older)).session_key).not.toBe((await exchange(newer)).session_key)
})

test('tells a phone whether its session_key is alive', async () => {
  const check = async () => (await control('/stand-in/check-session', { user: 'anna' })).valid
  expect(await check()).toBe(false)
  standIn.issueCode('anna')
  expect(await check()).toBe(true)
  standIn.expireSessionKey('anna')
  expect(await check()).toBe(false)
  standIn.issueCode('anna')
  expect(await check()).toBe(true)
})

test('gives a phone the user info sealed under its live session_key', async () => {
  const { openid, session_key: sessionKey } = await exchange(standIn.issueCode('anna'))
  const { userInfo, ...sealed } = await control('/stand-in/user-info', { user: 'anna' })
  expect(userInfo).toMatchObject({ nickName: '微信用户' })
  expect(JSON.parse(sealed.rawData)).toEqual(userInfo)
  expect(isSigned(sealed, sessionKey)).toBe(true)
  expect(decrypt(sealed, sessionKey)).toEqual({
    openId: openid,
    ...userInfo,
    watermark: { appid: standIn.appId, timestamp: expect.any(Number) },
  })
  standIn.issueCode('anna')
  expect(isSigned(await control('/stand-in/user-info', { user: 'anna' }), sessionKey)).toBe(false)
})

test('has no user info where no session_key is alive', async () => {
  const headers = { 'content-type': 'application/json' }
  const ask = () => fetch(`${standIn.url}/stand-in/user-info`, { method: 'POST', headers, body: '{}' })
  expect((await ask()).status).toBe(409)
  standIn.issueCode()
  expect((await ask()).status).toBe(200)
  standIn.expireSessionKey()
  expect((await ask()).status).toBe(409)
})

test('fails as often as it was told, then not any more', async () => {
  standIn.failNext(-1)
  standIn.failNext(40226)
  const codes = [standIn.issueCode(), standIn.issueCode(), standIn.issueCode()]
  const answers = [await exchange(codes[0] ?? ''), await exchange(codes[1] ?? ''), await exchange(codes[2] ?? '')]
  expect(answers.map(({ errcode }) => errcode)).toEqual([-1, 40226, undefined])
})
