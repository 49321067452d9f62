import { converse, runServer } from './running-server'

const json = { 'content-type': 'application/json' }
const marker = 'SAY-THIS-AGAIN'

test.each([
  ['a body of one byte more than 4 KB', 413, 'body_too_large', `{"code":"${marker.padEnd(4097 - 11, 'c')}"}`],
  ['bad JSON', 400, 'bad_request', `{"${marker}`],
  ['JSON after a byte order mark and rubbish', 400, 'bad_request', `\uFEFF${marker}`],
  ['deep nesting', 400, 'invalid_code', `{"code":${'['.repeat(1500)}"${marker}"${']'.repeat(1500)}}`],
  ['deep nesting that never closes', 400, 'bad_request', '['.repeat(4000)],
  ['__proto__', 400, 'bad_request', `{"code":"abc","__proto__":{"polluted":"${marker}"}}`],
  ['constructor.prototype', 400, 'bad_request', `{"constructor":{"prototype":{"polluted":"${marker}"}},"code":"abc"}`],
  ['a body that is an array', 400, 'invalid_code', `["${marker}"]`],
  ['a body that is null', 400, 'invalid_code', 'null'],
  ['no body', 400, 'invalid_code', ''],
  ['no code', 400, 'invalid_code', `{"token":"${marker}"}`],
])('refuses %s with %i, echoes nothing and asks WeChat nothing', async (_, status, error, body) => {
  const server = await runServer()
  const answer = await server.post('/login', body)
  expect([answer.status, answer.json.error]).toEqual([status, error])
  expect(answer.text).not.toContain(marker)
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
  expect(server.standIn.exchanges).toEqual([])
})

test('counts the bytes of a chunked body too', async () => {
  const server = await runServer()
  const chunk = 'x'.repeat(1024)
  const head = 'POST /login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n'
  const chunks = `400\r\n${chunk}\r\n`.repeat(5)
  const { answer } = await converse(server.port, `${head}transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'nonsense'])(
  'refuses a body of type %s with 415',
  async (type) => {
    const server = await runServer()
    const answer = await server.post('/login', `{"code":"${server.standIn.issueCode()}"}`, { 'content-type': type })
    expect([answer.status, answer.json.error]).toEqual([415, 'unsupported_media_type'])
    expect(server.standIn.exchanges).toEqual([])
  },
)

test.each([
  ['GET', '/login', 'POST'],
  ['DELETE', '/login', 'POST'],
  ['GET', '/logout', 'POST'],
  ['GET', '/revoke?a=b', 'POST'],
  ['POST', '/me', 'GET, HEAD'],
  ['GET', '/open-data', 'POST'],
  ['GET', '/files', 'POST'],
])('answers %s %s with 405 and says that %s is allowed', async (method, path, allowed) => {
  const server = await runServer()
  const answer = await server.ask(path, { method })
  expect([answer.status, answer.json.error]).toEqual([405, 'method_not_allowed'])
  expect(answer.headers.get('allow')).toBe(allowed)
})

test.each([`/${marker}`, `/me/${marker}`, `/login/?${marker}`, '/__proto__', '/constructor', '/a*b', '/me/:(', '/'])(
  'answers 404 at %s',
  async (path) => {
    const server = await runServer()
    const answer = await server.ask(path)
    expect([answer.status, answer.json.error]).toEqual([404, 'not_found'])
    expect(answer.text).not.toContain(marker)
    expect((await server.logged('404')).join()).not.toContain(marker)
  },
)

test.each([
  ['is no path', `/${marker}%zz`, 400, 'bad_request'],
  ['is longer than any', `/files/${marker.repeat(20)}`, 404, 'not_found'],
])('refuses a path that %s without echoing it', async (_, path, status, error) => {
  const server = await runServer()
  const answer = await server.ask(path)
  expect([answer.status, answer.json.error]).toEqual([status, error])
  expect(answer.text).not.toContain(marker)
})

test('refuses what is no HTTP, bodies with two lengths and headers that are too long', async () => {
  const server = await runServer()
  const nonsense = await converse(server.port, 'hello?\r\n\r\n')
  expect(await nonsense.answer).toMatch(/^HTTP\/1\.1 400 /)
  const twice = 'POST /login HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'
  const ambiguous = await converse(server.port, twice)
  expect(await ambiguous.answer).toMatch(/^HTTP\/1\.1 400 /)
  const long = await converse(server.port, `GET /me HTTP/1.1\r\nhost: x\r\nx: ${marker.repeat(2000)}\r\n\r\n`)
  const answer = await long.answer
  expect(answer).toMatch(/^HTTP\/1\.1 431 /)
  expect(answer).not.toContain(marker)
})

test.each([
  ['nothing at all', ''],
  ['half a header', 'GET /me HTTP/1.1\r\nhost: x\r\nauthor'],
  ['half a body', 'POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"c'],
])('cuts off 50 clients that send %s, and serves others meanwhile', async (_, words) => {
  const server = await runServer({ requestTimeout: 300 })
  const slow = await Promise.all(Array.from({ length: 50 }, () => converse(server.port, words)))
  expect((await server.login()).status).toBe(200)
  for (const { answer } of slow) expect(await answer).toMatch(/^HTTP\/1\.1 408 /)
})

test('allows an address so many logins a minute, whatever X-Forwarded-For says', async () => {
  const server = await runServer({ maxLogins: 2 })
  const attempt = (index: number) =>
    server.post('/login', { code: server.standIn.issueCode() }, { 'x-forwarded-for': `10.0.0.${index}` })
  const statuses = [(await attempt(1)).status, (await attempt(2)).status]
  const refused = await attempt(3)
  expect([...statuses, refused.status]).toEqual([200, 200, 429])
  expect(refused.json.error).toBe('too_many_requests')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(server.standIn.exchanges).toHaveLength(2)
  expect((await server.ask('/me')).status).toBe(401)
})

test('counts clients apart behind a proxy that it trusts, and believes no word of theirs', async () => {
  const server = await runServer({ maxLogins: 1, trustProxy: ['127.0.0.1'] })
  const from = async (forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded }
    return (await server.post('/login', { code: server.standIn.issueCode() }, headers)).status
  }
  expect([await from('10.0.0.1'), await from('10.0.0.2')]).toEqual([200, 200])
  // What the proxy adds is the last; the rest is what the client has said.
  expect([await from('10.0.0.3, 10.0.0.1'), await from('127.0.0.1, 10.0.0.2')]).toEqual([429, 429])
})

test('counts what it refuses too: wrong bodies and unknown paths', async () => {
  const server = await runServer({ maxLogins: 1, maxRequests: 2 })
  await server.post('/login', '{')
  expect((await server.login()).status).toBe(429)
  const unknown = [await server.ask('/a'), await server.ask('/b'), await server.ask('/c')]
  expect(unknown.map(({ status }) => status)).toEqual([404, 404, 429])
})

test('takes fields beside the code, for exchanges that carry more', async () => {
  const server = await runServer()
  const answer = await server.post('/login', { code: server.standIn.issueCode(), phoneCode: 'abc' }, json)
  expect(answer.status).toBe(200)
})
