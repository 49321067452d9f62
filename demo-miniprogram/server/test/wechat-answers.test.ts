import { Readable } from 'node:stream'
import { createWechat } from '../wechat'
import { runServer } from './running-server'

test.each([
  [-1, 503, 'wechat_busy'],
  [40029, 401, 'code_refused'],
  [40163, 401, 'code_refused'],
  [40226, 403, 'login_blocked'],
  [45011, 429, 'too_many_logins'],
  [40013, 500, 'internal_error'],
  [40125, 500, 'internal_error'],
  [41002, 500, 'internal_error'],
  [99999, 502, 'wechat_unintelligible'],
])('answers errcode %i with %i %s, and with no word of WeChat', async (errcode, status, error) => {
  const server = await runServer()
  server.standIn.failNext(errcode)
  const answer = await server.login()
  expect(answer.status).toBe(status)
  expect(answer.json).toEqual({ error, message: expect.stringMatching(/^[A-Z].*\.$/) })
  expect(answer.text).not.toContain(String(errcode))
  expect(answer.text).not.toMatch(/appid|secret|rid/i)
  await server.logged(`errcode ${errcode}`)
})

test('says how long to wait when the quota is used up', async () => {
  const server = await runServer()
  server.standIn.failNext(45011)
  expect((await server.login()).headers.get('retry-after')).toBe('60')
})

test('tells the operator, but not the client, that the credentials are wrong', async () => {
  const server = await runServer()
  server.standIn.failNext(40125)
  expect((await server.login()).json).toEqual({ error: 'internal_error', message: 'Something went wrong here.' })
  await server.logged('errcode 40125: check WECHAT_APPID and WECHAT_SECRET')
})

test.each([
  ['with a byte order mark', (usual: string) => `\uFEFF${usual}`],
  ['with errcode 0', (usual: string) => usual.replace('{', '{"errcode":0,"errmsg":"ok",')],
  ['with a unionid', (usual: string) => usual.replace('{', '{"unionid":"some-unionid",')],
])('understands an answer %s', async (_, change) => {
  const server = await runServer()
  server.standIn.answerNext((reply, usual) => reply.send(change(usual)))
  const answer = await server.login()
  expect(answer.status).toBe(200)
  expect(answer.text).not.toContain('unionid')
})

test('understands an answer that comes byte by byte', async () => {
  const server = await runServer()
  server.standIn.answerNext((reply, usual) => reply.send(Readable.from([...usual], { objectMode: false })))
  expect((await server.login()).status).toBe(200)
})

test.each([
  ['empty', () => ''],
  ['HTML', () => '<html><body>busy</body></html>'],
  ['null', () => 'null'],
  ['an array', () => '[]'],
  ['a string', () => '"openid"'],
  ['an empty object', () => '{}'],
  ['without openid', () => '{"session_key":"c2Vzc2lvbg=="}'],
  ['with an empty openid', () => '{"openid":"","session_key":"c2Vzc2lvbg=="}'],
  ['with a number for openid', () => '{"openid":1,"session_key":"c2Vzc2lvbg=="}'],
  ['with an inherited openid', () => '{"__proto__":{"openid":"o","session_key":"c2Vzc2lvbg=="}}'],
  ['without session_key', () => '{"openid":"o123456"}'],
  ['cut short', (usual: string) => usual.slice(0, -2)],
  ['10 MB long', (usual: string) => usual.replace('{', `{"padding":"${'x'.repeat(10_000_000)}",`)],
])('answers 502 when WeChat answers %s', async (_, change) => {
  const server = await runServer()
  server.standIn.answerNext((reply, usual) => reply.send(change(usual)))
  const answer = await server.login()
  expect([answer.status, answer.json.error]).toEqual([502, 'wechat_unintelligible'])
  expect(await server.loginStates.revokeAll()).toBe(0)
})

test('answers 502 to a good answer under a status of failure', async () => {
  const server = await runServer()
  server.standIn.answerNext((reply, usual) => reply.code(500).send(usual))
  expect((await server.login()).status).toBe(502)
})

test('follows no redirect, as that would carry the secret elsewhere', async () => {
  const server = await runServer()
  server.standIn.answerNext((reply) => reply.redirect(reply.request.url))
  expect((await server.login()).status).toBe(502)
  expect(server.standIn.exchanges).toHaveLength(1)
})

test.each([
  ['before it answers', ''],
  ['in the middle of its answer', 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"openid":"o'],
])('answers 502 when WeChat hangs up %s, and does not ask again', async (_, beginning) => {
  const server = await runServer()
  // A client may repeat by itself what fails on a connection that was used before.
  expect((await server.login()).status).toBe(200)
  server.standIn.answerNext((reply) => {
    reply.hijack()
    reply.raw.socket?.end(beginning)
  })
  expect((await server.login()).json.error).toBe('wechat_unreachable')
  expect(server.standIn.exchanges).toHaveLength(2)
})

test('answers 502 when WeChat is not there', async () => {
  const server = await runServer()
  const code = server.standIn.issueCode()
  await server.standIn.close()
  const answer = await server.login(code)
  expect([answer.status, answer.json.error]).toEqual([502, 'wechat_unreachable'])
})

describe('with a clock that the test sets', () => {
  afterEach(() => jest.restoreAllMocks())

  test.each([
    ['never begins', ''],
    ['never ends', '{"openid":"o'],
  ])('answers 504 after five seconds to an answer that %s, and does not ask again', async (_, beginning) => {
    const server = await runServer()
    const timeUp = new AbortController()
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(timeUp.signal)
    server.standIn.answerNext((reply) => {
      reply.hijack()
      if (beginning) reply.raw.write(beginning, () => timeUp.abort())
      else timeUp.abort()
    })
    const answer = await server.login()
    expect([answer.status, answer.json.error]).toEqual([504, 'wechat_timeout'])
    expect(timeout).toHaveBeenCalledWith(5000)
    expect(server.standIn.exchanges).toHaveLength(1)
  })
})

test('serves others while WeChat is slow', async () => {
  const server = await runServer()
  const { token } = (await server.login()).json
  let end = () => {}
  const arrived = new Promise<void>((resolve) => {
    server.standIn.answerNext((reply, usual) => {
      end = () => void reply.send(usual)
      resolve()
    })
  })
  const slow = server.login()
  await arrived
  expect((await server.me(token)).status).toBe(200)
  expect((await server.login()).status).toBe(200)
  end()
  expect((await slow).status).toBe(200)
})

test('times an answer of its own out', async () => {
  const server = await runServer()
  server.standIn.answerNext((reply) => reply.hijack())
  const wechat = createWechat(server.standIn, 20)
  await expect(wechat.codeToSession(server.standIn.issueCode())).rejects.toMatchObject({ statusCode: 504 })
})
