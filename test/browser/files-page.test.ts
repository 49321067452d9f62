import { type DemoPage, listenTo, openDemoPage } from './demo-page'

/** 3 × 2 pixels, and so much behind them that it takes a while. */
const picture = Buffer.concat([
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR42mNgP5gAQQxwFgBDXgbxLrEEoAAAAABJRU5ErkJggg==',
    'base64',
  ),
  Buffer.alloc(1_000_000),
])

async function choose({ page, tap, sees }: DemoPage, buffer = picture): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await tap('#choose')
  await (await chooser).setFiles({ name: 'my picture.png', mimeType: 'image/png', buffer })
  await sees('#status', 'Chosen')
}

const widthOf = ({ phone }: DemoPage, selector: string) =>
  phone.locator(`${selector} img`).evaluate((image: any) => image.decode().then(() => image.naturalWidth))

test('uploads a picture, downloads it again and shows it', async () => {
  const files = await openDemoPage('files')
  expect(await files.phone.locator('#send').isDisabled()).toBe(true)
  await choose(files)
  await files.sees('#status', 'Chosen, 977 KB')
  expect(await widthOf(files, '#chosen')).toBe(3)
  await files.tap('#send')
  await files.sees('#status', 'The picture went up and came back')
  expect(await widthOf(files, '#downloaded')).toBe(3)
  expect(files.answered()).toEqual(['POST /files → 201', 'GET /files/:id → 200'])
  expect(await files.costs()).toEqual({ logins: 0, exchanges: 0, requests: 2 })
})

test('shows how far the upload and the download have come', async () => {
  const files = await openDemoPage('files')
  await choose(files)
  const said = await listenTo(files, '#progress')
  await files.tap('#send')
  await files.sees('#status', 'The picture went up and came back')
  const steps = (await said()).map((text) => text.split(/(\d+)/))
  const percentages = (name: string) =>
    steps.filter(([step]) => step === name).map(([, percentage]) => Number(percentage))
  for (const step of ['Upload', 'Download']) {
    const shown = percentages(step)
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect([shown[0], shown.at(-1)]).toEqual([0, 100])
  }
})

test('uploads and downloads as if nothing had happened when the server forgets before each', async () => {
  const files = await openDemoPage('files')
  await choose(files)
  await files.tap('#forget-and-send')
  await files.sees('#status', 'The picture went up and came back')
  expect(await widthOf(files, '#downloaded')).toBe(3)
  expect(files.answered()).toEqual([
    'POST /revoke → 204 (login states forgotten: 1)',
    'POST /files → 401 (login_state_unknown)',
    'POST /login → 200',
    'POST /files → 201',
    'POST /revoke → 204 (login states forgotten: 1)',
    'GET /files/:id → 401 (login_state_unknown)',
    'POST /login → 200',
    'GET /files/:id → 200',
  ])
  expect(files.server.standIn.exchanges.map(({ errcode }) => errcode)).toEqual([0, 0, 0])
  expect(await files.costs()).toEqual({ logins: 2, exchanges: 2, requests: 6 })
})

test('says that the server is down, and sends the picture when asked again', async () => {
  const files = await openDemoPage('files')
  await choose(files)
  await files.server.stop()
  await files.tap('#send')
  await files.sees('.status-failed', 'The server cannot be reached.')
  await files.server.start()
  await files.tap('#retry')
  await files.sees('#status', 'The picture went up and came back')
})

test('says that a picture is too large', async () => {
  const files = await openDemoPage('files')
  await choose(files, Buffer.concat([picture, Buffer.alloc(2_000_000)]))
  await files.tap('#send')
  await files.sees('.status-failed', 'The picture is too large: the server takes up to 2 MB')
})

test('says so when no picture is chosen', async () => {
  const files = await openDemoPage('files')
  const chooser = files.page.waitForEvent('filechooser')
  await files.tap('#choose')
  await (await chooser).element().dispatchEvent('cancel')
  await files.sees('#status', 'No picture was chosen')
  expect(await files.phone.locator('.status-failed').count()).toBe(0)
})

test('sends nothing for who is logged out, until "Log in" is tapped', async () => {
  const files = await openDemoPage('files', { loggedOut: true })
  await choose(files)
  await files.tap('#send')
  await files.sees('.status-failed', 'You are logged out; tap “Log in” first')
  expect(files.answered()).toEqual([])
  await files.tap('#log-in')
  await files.sees('#status', 'You are logged in')
  await files.tap('#send')
  await files.sees('#status', 'The picture went up and came back')
})
