import { runServer } from './running-server'

test('lets visitors read the news', async () => {
  const server = await runServer()
  const { status, json } = await server.ask('/news')
  expect(status).toBe(200)
  expect(json).toEqual({ title: expect.any(String), text: expect.any(String), reader: null })
})

test('knows who reads the news, if somebody is logged in', async () => {
  const server = await runServer()
  const { token, userId } = (await server.login()).json
  const { json } = await server.ask('/news', { headers: { authorization: `Bearer ${token}` } })
  expect(json.reader).toBe(userId)
})

test.each([
  ['is not known', `Bearer ${'A'.repeat(43)}`],
  ['is malformed', 'Bearer abc'],
  ['is empty', ''],
])('refuses a login state that %s, so that the client forgets it', async (_, authorization) => {
  const server = await runServer()
  const { status, json } = await server.ask('/news', { headers: { authorization } })
  expect([status, json.error]).toEqual([401, 'login_state_unknown'])
})
