import { seal } from '../user-info-stand-in'
import { runServer } from './running-server'

/** A server and a user who is logged in, with the session_key that the server keeps of that user. */
async function logIn() {
  const server = await runServer()
  const { token } = (await server.login()).json
  const [exchange] = server.standIn.exchanges
  return {
    server,
    sessionKey: exchange?.sessionKey ?? '',
    send: (data: unknown, authorization = `Bearer ${token}`) => server.post('/open-data', data, { authorization }),
    renewSessionKey: () => server.login(),
  }
}

/** What WeChat seals, made `age` seconds ago. */
function hidden(appid: unknown, age = 0) {
  const timestamp = Math.floor(Date.now() / 1000) - age
  return { openId: 'the-openid', unionId: 'the-unionid', nickName: 'Anna', watermark: { timestamp, appid } }
}

test('decrypts what WeChat encrypted under the session_key that it keeps', async () => {
  const { server, send } = await logIn()
  const answer = await send(server.openData())
  expect(answer.status).toBe(200)
  expect(answer.json).toEqual({ data: expect.objectContaining({ nickName: '微信用户', gender: 0 }) })
})

test('tells the client neither openid nor unionid nor the watermark', async () => {
  const { server, sessionKey, send } = await logIn()
  const { json } = await send(seal({}, hidden(server.standIn.appId), sessionKey))
  expect(json).toEqual({ data: { nickName: 'Anna' } })
})

test('refuses with 409 what was encrypted before a login, and takes it when it is got anew', async () => {
  const { server, send, renewSessionKey } = await logIn()
  const stale = server.openData()
  await renewSessionKey()
  const answers = [await send(stale), await send(stale)]
  for (const { status, json } of answers) expect([status, json.error]).toEqual([409, 'session_key_mismatch'])
  expect((await send(server.openData())).status).toBe(200)
})

test('refuses with 409 what is signed under this session_key and encrypted under another', async () => {
  const { server, send, renewSessionKey } = await logIn()
  const { encryptedData, iv } = server.openData()
  await renewSessionKey()
  const answer = await send({ ...server.openData(), encryptedData, iv })
  expect([answer.status, answer.json.error]).toEqual([409, 'session_key_mismatch'])
})

test('refuses with 409 what is encrypted under this session_key and signed under another', async () => {
  const { server, send, renewSessionKey } = await logIn()
  const { signature } = server.openData()
  await renewSessionKey()
  const answer = await send({ ...server.openData(), signature })
  expect([answer.status, answer.json.error]).toEqual([409, 'session_key_mismatch'])
})

test('refuses with 409 the data of another user', async () => {
  const { server, send } = await logIn()
  await server.login(server.standIn.issueCode('bo'))
  expect((await send(server.openData('bo'))).status).toBe(409)
})

test('refuses with 409 where it keeps no session_key any more', async () => {
  const { server, send } = await logIn()
  jest.spyOn(server.loginStates, 'sessionKey').mockResolvedValue(undefined)
  expect((await send(server.openData())).status).toBe(409)
})

test.each([
  ['another mini-program', 'wx1234567890abcdef'],
  ['no mini-program', undefined],
])('refuses data of %s', async (_, appid) => {
  const { sessionKey, send } = await logIn()
  const answer = await send(seal({}, hidden(appid), sessionKey))
  expect([answer.status, answer.json.error]).toEqual([400, 'open_data_of_another_app'])
})

test('refuses data without a watermark', async () => {
  const { sessionKey, send } = await logIn()
  const answer = await send(seal({}, { nickName: 'Anna' }, sessionKey))
  expect([answer.status, answer.json.error]).toEqual([400, 'open_data_of_another_app'])
})

test('takes data for five minutes', async () => {
  const { server, sessionKey, send } = await logIn()
  const sendAged = (age: number) => send(seal({}, hidden(server.standIn.appId, age), sessionKey))
  expect((await sendAged(290)).status).toBe(200)
  const late = await sendAged(301)
  expect([late.status, late.json.error]).toEqual([400, 'open_data_expired'])
})

test('refuses data that does not say when it was made', async () => {
  const { server, sessionKey, send } = await logIn()
  const answer = await send(seal({}, { watermark: { appid: server.standIn.appId } }, sessionKey))
  expect([answer.status, answer.json.error]).toEqual([400, 'open_data_expired'])
})

test.each([
  ['no rawData', { rawData: undefined }],
  ['rawData that is an object', { rawData: {} }],
  ['no signature', { signature: undefined }],
  ['a signature that is not hexadecimal', { signature: 'x'.repeat(40) }],
  ['a short signature', { signature: 'abc' }],
  ['no encryptedData', { encryptedData: undefined }],
  ['empty encryptedData', { encryptedData: '' }],
  ['encryptedData that is no base64', { encryptedData: `${'*'.repeat(22)}==` }],
  ['half a block of encryptedData', { encryptedData: 'AAAAAAAAAAA=' }],
  ['no iv', { iv: undefined }],
  ['an iv of 15 bytes', { iv: 'A'.repeat(20) }],
])('refuses %s with 400', async (_, change) => {
  const { server, send } = await logIn()
  const answer = await send({ ...server.openData(), ...change })
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_open_data'])
})

test.each([1, 2, 3, 4, 5, 6, 7])('takes data of %i blocks', async (blocks) => {
  const { sessionKey, send } = await logIn()
  // JSON without a field has 13 characters, and padding takes one more at least.
  const sealed = seal({}, { padding: 'x'.repeat(blocks * 16 - 15) }, sessionKey)
  expect(Buffer.from(sealed.encryptedData, 'base64')).toHaveLength(blocks * 16)
  expect((await send(sealed)).json.error).toBe('open_data_of_another_app')
})

test('checks the login state before the data', async () => {
  const { server, send } = await logIn()
  for (const data of [server.openData(), 'no JSON', {}]) {
    const answer = await send(data, 'Bearer unknown')
    expect([answer.status, answer.json.error]).toEqual([401, 'login_state_unknown'])
  }
})

test('logs why it refused, and nothing of the data', async () => {
  const { server, send, renewSessionKey } = await logIn()
  const stale = server.openData()
  await renewSessionKey()
  await send(stale)
  expect(await server.logged('/open-data')).toContain('#1 POST /open-data → 409 (session_key_mismatch)')
})
