import { createLogin } from '../login'
import { createLoginStates } from '../login-states'
import { holdNextExchange, runServer } from './running-server'

test('turns a code into a login state that /me knows', async () => {
  const server = await runServer()
  const login = await server.login()
  expect(login.status).toBe(200)
  expect(login.json).toEqual({ token: expect.any(String), expiresIn: 7200, userId: expect.any(String) })
  const me = await server.me(login.json.token)
  expect(me.status).toBe(200)
  expect(me.json).toEqual({ userId: login.json.userId, loginAt: expect.stringMatching(/^\d{4}-.*Z$/) })
})

test('gives every login a token of 256 random bits of its own', async () => {
  const server = await runServer()
  const tokens = await Promise.all([1, 2, 3].map(async () => (await server.login()).json.token))
  expect(new Set(tokens).size).toBe(3)
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
})

test('tells one user from another, and knows a user again', async () => {
  const server = await runServer()
  const userId = async (user: string) => (await server.login(server.standIn.issueCode(user))).json.userId
  const [anna, bo, annaAgain] = [await userId('anna'), await userId('bo'), await userId('anna')]
  expect(bo).not.toBe(anna)
  expect(annaAgain).toBe(anna)
})

test('shows the client neither openid nor session_key, and lets nobody cache an answer', async () => {
  const server = await runServer()
  const login = await server.login()
  const answers = [login, await server.me(login.json.token)]
  const [exchange] = server.standIn.exchanges
  for (const { text, headers } of answers) {
    expect(text).not.toContain(exchange?.openid)
    expect(text).not.toContain(exchange?.sessionKey)
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('takes the code of DevTools without an appid, again and again', async () => {
  const server = await runServer()
  const first = await server.login('the code is a mock one')
  const second = await server.login('the code is a mock one')
  expect([first.status, second.status]).toEqual([200, 200])
  expect(second.json.userId).toBe(first.json.userId)
})

test.each([
  ['once, and issues one login state', 'a good code', 1],
  ['once, and issues none', 'an unknown code', 0],
])('asks WeChat %s, for %s that is posted 20 times in parallel', async (_, kind, states) => {
  const server = await runServer()
  const code = kind === 'a good code' ? server.standIn.issueCode() : 'not-a-code-of-WeChat'
  const arrived = holdNextExchange(server.standIn)
  const first = server.login(code)
  const release = await arrived
  const others = Array.from({ length: 19 }, () => server.login(code))
  await server.logged('same code again', 19)
  release()
  const { status, text } = await first
  expect(status).toBe(states ? 200 : 401)
  for (const other of await Promise.all(others)) expect([other.status, other.text]).toEqual([status, text])
  expect(server.standIn.exchanges).toHaveLength(1)
  expect(await server.loginStates.revokeAll()).toBe(states)
})

test.each([
  ['succeeded', undefined],
  ['failed', -1],
])('refuses a code that was used before without asking WeChat, when that login %s', async (_, errcode) => {
  const server = await runServer()
  const code = server.standIn.issueCode()
  if (errcode) server.standIn.failNext(errcode)
  await server.login(code)
  const again = await server.login(code)
  expect([again.status, again.json.error]).toEqual([401, 'code_refused'])
  expect(server.standIn.exchanges).toHaveLength(1)
})

test.each([
  ['empty', ''],
  ['blank', ' '],
  ['too long', 'c'.repeat(513)],
  ['as long as a body of 4 KB can hold', 'c'.repeat(4096 - '{"code":""}'.length)],
  ['with a double quote', 'abc"'],
  ['with a single quote', "abc'"],
  ['with another parameter', 'a&secret=b'],
  ['with another parameter that is percent-encoded', 'a%26secret=b'],
  ['with a line break', 'abc\r\nX: y'],
  ['ending in a line break', 'abc\n'],
  ['with a NUL', 'abc\0'],
  ['not ASCII', '登录'],
  ['a number', 1234],
  ['null', null],
  ['an array', ['abc']],
  ['an object', { toString: 'abc' }],
])('refuses a code that is %s without asking WeChat', async (_, code) => {
  const server = await runServer()
  const { status, json } = await server.login(code)
  expect([status, json.error]).toEqual([400, 'invalid_code'])
  expect(server.standIn.exchanges).toEqual([])
})

test('hands a code on to WeChat percent-encoded, and unchanged', async () => {
  const server = await runServer()
  let query = ''
  server.standIn.answerNext((reply, usual) => {
    query = reply.request.url
    reply.send(usual)
  })
  const code = `a b+c/d=e~f.g-h_${'i'.repeat(496)}`
  await server.login(code)
  expect(server.standIn.exchanges[0]?.code).toBe(code)
  expect(query).toContain('js_code=a%20b%2Bc%2Fd%3De')
})

test('keeps the newer session_key when the answers about one user arrive out of order', async () => {
  const server = await runServer()
  const arrived = holdNextExchange(server.standIn)
  const older = server.login()
  const release = await arrived
  const newer = await server.login()
  release()
  const [first, second] = [(await older) && server.standIn.exchanges[0], server.standIn.exchanges[1]]
  expect(await server.loginStates.sessionKey(second?.openid ?? '')).toBe(second?.sessionKey)
  expect(first?.sessionKey).not.toBe(second?.sessionKey)
  // Both are logged in all the same.
  expect((await server.me((await older).json.token)).status).toBe(200)
  expect((await server.me(newer.json.token)).status).toBe(200)
})

test('finishes a login whose client has left, and serves the next', async () => {
  const server = await runServer()
  const arrived = holdNextExchange(server.standIn)
  const leaving = new AbortController()
  const left = server.ask('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: server.standIn.issueCode() }),
    signal: leaving.signal,
  })
  const release = await arrived
  leaving.abort()
  await expect(left).rejects.toThrow('abort')
  await server.logged('#1 POST /login → connection lost')
  release()
  await server.logged('#1 WeChat answered')
  expect((await server.login()).status).toBe(200)
})

test('holds no more than 1000 logins under way', async () => {
  const silent = { appId: '', codeToSession: () => new Promise<never>(() => {}) }
  const login = createLogin({ wechat: silent, loginStates: createLoginStates(), userIdKey: 'key', log: () => {} })
  for (let index = 0; index < 1000; index++) void login(`code-${index}`)
  await expect(login('one-more')).rejects.toMatchObject({ statusCode: 503, retryAfter: 1 })
})

test('logs the sequence of a login as numbered lines', async () => {
  const server = await runServer()
  const { json } = await server.login()
  await server.me(json.token)
  await server.me('unknown')
  const lines = await server.logged('GET /me → 401')
  expect(lines.map((line) => line.replace(/in \d+ ms/, 'in n ms'))).toEqual([
    '#1 code received → asking WeChat',
    '#1 WeChat answered in n ms → login state issued, lives 7200 s',
    '#1 POST /login → 200',
    '#1 GET /me → 200',
    'GET /me → 401 (login_state_unknown)',
  ])
})
