import { openPage } from './browser'
import { type DemoPage, openDemoPage } from './demo-page'
import { copyDemo, serveMiniProgram, startLoginServer } from './servers'

/** A row of the drawing, as it shows: `3 × rejected server-app: 401 rejected`. */
interface Drawn {
  arrows: number
  /** What its looks say: its kind and its lanes. */
  looks: string
  caption: string
}

/** Plays a scenario to its end, and to the row that it ends with. */
async function play(name: string, outcome: string, lastRow: string, opened?: DemoPage): Promise<DemoPage> {
  const demo = opened ?? (await openDemoPage('sequence'))
  await demo.tap(`#play-${name}`)
  await demo.sees('#outcome', outcome)
  await demo.phone.locator(`#sequence [role=button][aria-label$="${lastRow}"]:last-child`).waitFor()
  // What the server tells comes when it is asked for it.
  await demo.phone.locator('#sequence [role=button][aria-label$="openid, session_key"]').waitFor()
  return demo
}

async function rowsOf({ phone }: DemoPage): Promise<Drawn[]> {
  return phone.locator('#sequence [role=button]').evaluateAll((rows: any[]) =>
    rows.map((row) => ({
      arrows: row.querySelectorAll('[class$="--arrow"]').length,
      looks: row.className.replace(/\S+--/g, '').replace(/^row /, ''),
      caption: row.querySelector('[class$="--caption"]').textContent.replace(/ × \d+$/, ''),
    })),
  )
}

async function drawnBy(demo: DemoPage): Promise<string[]> {
  return (await rowsOf(demo)).map(({ arrows, looks, caption }) => `${arrows} × ${looks}: ${caption}`)
}

/** Calls of wx.login, exchanges and requests. */
async function counted({ phone }: DemoPage, who: 'ours' | 'naive'): Promise<number[]> {
  const texts = await phone.locator(`#${who} text`).allTextContents()
  return texts.slice(1).map(Number)
}

const askingForCode = [
  '1 × call app-wechat: wx.login',
  '1 × answer wechat-app: code',
  '1 × call app-server: POST /login',
]
const oneLogin = [
  ...askingForCode,
  '1 × call server-wechat: code2Session',
  '1 × answer wechat-server: openid, session_key',
  '1 × answer server-app: 200 login state',
]

test('draws one login for 20 requests that start at once without a usable state', async () => {
  const demo = await play('many', '20 answered', '200 × 20')
  expect(await drawnBy(demo)).toEqual([...oneLogin, '20 × call app-server: GET /me', '20 × answer server-app: 200'])
  await demo.sees('.drawing', '20 callers wait')
  expect(await counted(demo, 'ours')).toEqual([1, 1, 20])
  expect(await counted(demo, 'naive')).toEqual([20, 20, 20])
})

test('draws a replay without a login for a rejection that comes late', async () => {
  const demo = await play('late', '2 answered', '200')
  expect(await drawnBy(demo)).toEqual([
    '2 × call app-server: GET /me',
    '1 × rejected server-app: 401 rejected',
    ...oneLogin,
    '1 × replay app-server: replay GET /me',
    '1 × answer server-app: 200',
    '1 × rejected server-app: 401 rejected',
    '1 × replay app-server: replay GET /me',
    '1 × answer server-app: 200',
  ])
  expect(await counted(demo, 'ours')).toEqual([1, 1, 4])
  expect(await counted(demo, 'naive')).toEqual([2, 2, 4])
})

test('draws one login and a replay for each of 20 requests when the server forgets', async () => {
  const demo = await play('forgets', '20 answered', '200 × 20')
  const drawn = await drawnBy(demo)
  // The network decides between which of the others the rejections arrive.
  expect(drawn.filter((row) => !row.includes('rejected'))).toEqual([
    '20 × call app-server: GET /me',
    ...oneLogin,
    '20 × replay app-server: replay GET /me',
    '20 × answer server-app: 200',
  ])
  const rejected = (await rowsOf(demo)).filter(({ looks }) => looks === 'rejected server-app')
  expect(rejected.reduce((sum, { arrows }) => sum + arrows, 0)).toBe(20)
  expect(drawn.indexOf(oneLogin[0] as string)).toBe(2)
  expect(await counted(demo, 'ours')).toEqual([1, 1, 40])
  expect(await counted(demo, 'naive')).toEqual([20, 20, 40])
})

test('draws callers that wait while WeChat takes its time', async () => {
  const demo = await play('slow', '5 answered', '200 × 5')
  expect(await drawnBy(demo)).toEqual([...oneLogin, '5 × call app-server: GET /me', '5 × answer server-app: 200'])
  await demo.sees('.drawing', '5 callers wait')
  const offsets = (await demo.phone.locator('#sequence [class$="--offset"]').allTextContents()).map(Number)
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
  // By two clocks, so that a little less shows at times.
  expect((offsets[4] as number) - (offsets[3] as number)).toBeGreaterThan(1900)
  expect(await counted(demo, 'naive')).toEqual([5, 5, 5])
})

test('draws attempts that fail while the server is down, and the one that does not', async () => {
  const demo = await play('down', '5 answered', '200 × 5')
  const failedAttempt = [...askingForCode, '1 × failed server-app: no answer']
  const drawn = await drawnBy(demo)
  const failures = drawn.filter((row) => row.includes('failed')).length
  expect([1, 2]).toContain(failures)
  expect(drawn).toEqual([
    ...Array(failures).fill(failedAttempt).flat(),
    ...oneLogin,
    '5 × call app-server: GET /me',
    '5 × answer server-app: 200',
  ])
  const attempts = failures + 1
  expect(await counted(demo, 'ours')).toEqual([attempts, attempts, 5])
  expect(await counted(demo, 'naive')).toEqual([5 * attempts, 5 * attempts, 5])
})

test('draws a login that is dropped when the user logs out', async () => {
  const demo = await play('logout', '5 told LOGGED_OUT', 'openid, session_key')
  expect(await drawnBy(demo)).toEqual([
    ...askingForCode,
    '1 × call server-wechat: code2Session',
    '1 × call app-app: logged out',
    '1 × failed app-server: cancelled',
    '1 × answer wechat-server: openid, session_key',
  ])
  expect(await counted(demo, 'ours')).toEqual([1, 1, 0])
  expect(await counted(demo, 'naive')).toEqual([5, 5, 0])
  await demo.back()
  await demo.phone.locator('#user', { hasText: 'nobody' }).waitFor()
})

test('shows what travelled by the names of fields, and no value anywhere', async () => {
  const demo = await play('many', '20 answered', '200 × 20')
  const rows = demo.phone.locator('#sequence [role=button]')
  const page = demo.phone.locator('body')
  const carried: string[] = []
  let seen = ''
  for (let index = 0; index < 8; index++) {
    await rows.nth(index).click()
    carried.push((await rows.nth(index).locator('[class$="--detail"]').last().textContent()) ?? '')
    seen += await page.innerHTML()
  }
  expect(carried).toEqual([
    'Carries nothing',
    'Carries: code',
    'Carries: code',
    'Carries: appid, secret, js_code',
    'Carries: openid, session_key',
    'Carries: token, expiresIn, userId',
    'Carries: Authorization',
    'Carries: userId, loginAt',
  ])
  const stored = await page.evaluate((body: any) => JSON.stringify(body.ownerDocument.defaultView.localStorage))
  const token = /[\w-]{43}/.exec(stored)?.[0]
  const { exchanges, appId, secret } = demo.server.standIn
  const values = [
    token,
    appId,
    secret,
    ...exchanges.flatMap(({ code, openid, sessionKey }) => [code, openid, sessionKey]),
  ]
  expect(values).toHaveLength(9)
  expect(values.filter((value) => value === undefined || seen.includes(value))).toEqual([])
})

test('plays one scenario after the other, each on an empty drawing', async () => {
  const demo = await play('logout', '5 told LOGGED_OUT', 'openid, session_key')
  await play('many', '20 answered', '200 × 20', demo)
  expect((await drawnBy(demo)).slice(0, 6)).toEqual(oneLogin)
})

test('says so when the server is not there, and recovers', async () => {
  const demo = await openDemoPage('sequence')
  await demo.sees('.drawing', 'Many requests, one login: tap a scenario to watch it')
  await demo.server.stop()
  await demo.tap('#play-forgets')
  await demo.sees('#sequence-status', 'The server cannot be reached.')
  await demo.server.start()
  await demo.tap('#play-many')
  await demo.sees('#outcome', '20 answered')
})

test('speaks Chinese, and fits a screen of 320 pixels', async () => {
  const url = await serveMiniProgram(await copyDemo(), await startLoginServer())
  const { tap, sees, phone } = await openPage(url, { locale: 'zh-CN', viewport: { width: 320, height: 640 } })
  await sees('#open-sequence', '看登录怎么发生')
  await tap('#open-sequence')
  await tap('#play-forgets')
  await sees('#outcome', '20 个得到回答')
  await phone.locator('#sequence [role=button][aria-label$="200 × 20"]').waitFor()
  await sees('.drawing', '被拒绝')
  const wide = await phone
    .locator('.layer:not([inert])')
    .evaluate((layer: any) => layer.scrollWidth - layer.clientWidth)
  expect(wide).toBe(0)
})
