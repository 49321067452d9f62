import { type DemoPage, openDemoPage } from './demo-page'

const decrypted = [
  'Name微信用户',
  ...['Gendernot given', 'Languagenot given', 'Citynot given', 'Provincenot given', 'Countrynot given'],
  'Picturenot given',
]

async function expectDecrypted({ sees, phone }: DemoPage): Promise<void> {
  await sees('#status', 'The server decrypted it')
  // And nothing else: no openid, no watermark.
  expect(await phone.locator('.field').allTextContents()).toEqual(decrypted)
}

test('shows what the server decrypted', async () => {
  const openData = await openDemoPage('open-data')
  await openData.tap('#decrypt')
  await expectDecrypted(openData)
  expect(openData.answered()).toEqual(['POST /open-data → 200'])
  expect(openData.server.standIn.exchanges).toHaveLength(1)
  expect(await openData.costs()).toEqual({ logins: 0, exchanges: 0, requests: 1 })
})

test('gets the data anew when the server forgets before it is sent', async () => {
  const openData = await openDemoPage('open-data')
  await openData.tap('#forget-and-decrypt')
  await expectDecrypted(openData)
  expect(openData.answered()).toEqual([
    'POST /revoke → 204 (login states forgotten: 1)',
    'POST /open-data → 401 (login_state_unknown)',
    'POST /login → 200',
    'POST /open-data → 200',
  ])
  const [first, second] = openData.server.standIn.exchanges
  expect(second?.sessionKey).not.toBe(first?.sessionKey)
  expect(await openData.costs()).toEqual({ logins: 1, exchanges: 1, requests: 3 })
})

test('gets the data anew when another device has logged in meanwhile', async () => {
  const openData = await openDemoPage('open-data')
  // Its code replaces the session_key, of which the server knows nothing.
  openData.server.standIn.issueCode()
  await openData.tap('#decrypt')
  await expectDecrypted(openData)
  expect(openData.answered()).toEqual([
    'POST /open-data → 409 (session_key_mismatch)',
    'POST /login → 200',
    'POST /open-data → 200',
  ])
  expect(openData.server.standIn.exchanges).toHaveLength(2)
})

test('logs in first when the session_key is dead', async () => {
  const openData = await openDemoPage('open-data')
  openData.server.standIn.expireSessionKey()
  await openData.tap('#decrypt')
  await expectDecrypted(openData)
  expect(openData.answered()).toEqual(['POST /login → 200', 'POST /open-data → 200'])
  expect(await openData.costs()).toEqual({ logins: 1, exchanges: 1, requests: 1 })
})

test('says that the server is down, and forgets anew when asked again', async () => {
  const openData = await openDemoPage('open-data')
  await openData.server.stop()
  await openData.tap('#forget-and-decrypt')
  await openData.sees('.status-failed', 'The server cannot be reached.')
  await openData.server.start()
  await openData.tap('#retry')
  await expectDecrypted(openData)
})
