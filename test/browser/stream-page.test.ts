import { listenTo, openDemoPage } from './demo-page'

const sentence =
  'Each word of this sentence leaves in a chunk of its own, so the page can show it before the next one is here.'

/** What somebody sees who watches from the tap on. */
async function watch(button: string) {
  const stream = await openDemoPage('stream')
  const said = await listenTo(stream, '#answer')
  await stream.tap(button)
  await stream.sees('#status', /^The whole answer is here; it came in \d+ pieces$/)
  return { stream, seen: await said() }
}

function expectWordByWord(seen: string[]): void {
  expect(seen.at(-1)).toBe(sentence)
  expect(seen.filter((text) => !sentence.startsWith(text.trimEnd()))).toEqual([])
  // A slow machine may get some of its 22 words together.
  expect(seen.length).toBeGreaterThan(8)
}

test('shows an answer word by word', async () => {
  const { stream, seen } = await watch('#ask')
  expectWordByWord(seen)
  expect(stream.answered()).toEqual(['GET /stream → 200'])
  expect(await stream.costs()).toEqual({ logins: 0, exchanges: 0, requests: 1 })
})

test('shows nothing but the answer when the server forgets before it', async () => {
  const { stream, seen } = await watch('#forget-and-ask')
  expectWordByWord(seen)
  expect(stream.answered()).toEqual([
    'POST /revoke → 204 (login states forgotten: 1)',
    'GET /stream → 401 (login_state_unknown)',
    'POST /login → 200',
    'GET /stream → 200',
  ])
  expect(stream.server.standIn.exchanges).toHaveLength(2)
  expect(await stream.costs()).toEqual({ logins: 1, exchanges: 1, requests: 3 })
})

test('starts the answer over when asked again', async () => {
  const { stream } = await watch('#ask')
  await stream.tap('#ask')
  await stream.sees('#status', 'One moment…')
  await stream.sees('#status', 'The whole answer is here')
  expect(await stream.textOf('#answer')).toBe(sentence)
})

test('ends the answer when the page is left', async () => {
  const stream = await openDemoPage('stream')
  await stream.tap('#ask')
  await stream.sees('#answer', 'Each word')
  const ended = stream.page.waitForEvent('requestfailed')
  await stream.back()
  expect((await ended).failure()?.errorText).toBe('net::ERR_ABORTED')
  await stream.phone.locator('#stream').waitFor({ state: 'detached' })
})

test('says that the server is down, and recovers', async () => {
  const stream = await openDemoPage('stream')
  await stream.server.stop()
  await stream.tap('#ask')
  await stream.sees('.status-failed', 'The server cannot be reached.')
  await stream.server.start()
  await stream.tap('#retry')
  await stream.sees('#status', 'The whole answer is here')
})
