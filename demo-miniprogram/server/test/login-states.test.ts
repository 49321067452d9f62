import { createLoginStates } from '../login-states'
import { runServer } from './running-server'

const unknownToken = 'A'.repeat(43)

/** All of an answer that a client could tell it by. */
async function seen(answer: Promise<{ status: number; headers: Headers; text: string }>) {
  const { status, headers, text } = await answer
  const changing = ['date', 'x-ratelimit-remaining', 'x-ratelimit-reset']
  return { status, text, headers: [...headers].filter(([name]) => !changing.includes(name)) }
}

test.each([
  ['no scheme', unknownToken],
  ['another scheme', `Basic ${unknownToken}`],
  ['no token', 'Bearer'],
  ['a short token', 'Bearer abc'],
  ['a long token', `Bearer ${unknownToken}A`],
  ['__proto__', 'Bearer __proto__'],
  ['a token as long as __proto__ is not', `Bearer __proto__${'_'.repeat(34)}`],
  ['two tokens', `Bearer ${unknownToken}, Bearer ${unknownToken}`],
  ['an unknown token', `Bearer ${unknownToken}`],
])('gives %s the same 401 as no header at all', async (_, authorization) => {
  const server = await runServer()
  const without = await seen(server.ask('/me'))
  expect(without.status).toBe(401)
  expect(await seen(server.ask('/me', { headers: { authorization } }))).toEqual(without)
})

test.each([
  ['GET', '/me'],
  ['GET', '/files/some-file'],
  ['POST', '/files'],
  ['POST', '/open-data'],
  ['GET', '/stream'],
  ['GET', '/news'],
])('gives an unknown token the same 401 at %s %s as elsewhere', async (method, path) => {
  const server = await runServer()
  const { text, headers } = await server.me(unknownToken)
  const there = await server.ask(path, { method, headers: { authorization: `Bearer ${unknownToken}` } })
  expect([there.status, there.text]).toEqual([401, text])
  expect(there.headers.get('www-authenticate')).toBe(headers.get('www-authenticate'))
})

test('gives a tampered, an expired, a revoked and a logged out token the same 401', async () => {
  let now = 1
  const loginStates = createLoginStates({ lifetime: 60, clock: { now: () => now } })
  const server = await runServer({ loginStates })
  const without = await seen(server.ask('/me'))
  const token = async (): Promise<string> => (await server.login()).json.token

  const tampered = await token()
  expect(await seen(server.me((tampered.startsWith('x') ? 'y' : 'x') + tampered.slice(1)))).toEqual(without)

  const expired = await token()
  now += 60_000
  expect((await server.me(expired)).status).toBe(200)
  now += 1
  expect(await seen(server.me(expired))).toEqual(without)

  const revoked = await token()
  expect((await server.post('/revoke', '')).status).toBe(204)
  expect(await seen(server.me(revoked))).toEqual(without)

  const loggedOut = await token()
  await server.post('/logout', '', { authorization: `Bearer ${loggedOut}` })
  expect(await seen(server.me(loggedOut))).toEqual(without)
})

test('logs out this login state at once and no other', async () => {
  const server = await runServer()
  const [one, other] = [(await server.login()).json.token, (await server.login()).json.token]
  const logout = await server.post('/logout', '', { authorization: `Bearer ${one}` })
  expect([logout.status, logout.text]).toEqual([204, ''])
  expect((await server.me(one)).status).toBe(401)
  expect((await server.me(other)).status).toBe(200)
})

test('logs out without a login state, as the end is the same', async () => {
  const server = await runServer()
  expect((await server.post('/logout', '')).status).toBe(204)
  expect((await server.post('/logout', {}, { authorization: `Bearer ${unknownToken}` })).status).toBe(204)
})

test('forgets everybody on /revoke, which only the demo has', async () => {
  const server = await runServer()
  const tokens = [(await server.login()).json.token, (await server.login()).json.token]
  await server.post('/revoke', '')
  for (const token of tokens) expect((await server.me(token)).status).toBe(401)
  expect(await server.logged('login states forgotten: 2')).toContain('POST /revoke → 204 (login states forgotten: 2)')

  const real = await runServer({ demo: false })
  const { token } = (await real.login()).json
  expect((await real.post('/revoke', '')).status).toBe(404)
  expect((await real.me(token)).status).toBe(200)
})
