import { type OpenPage, openPage } from './browser'
import { copyDemo, makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

async function openDemo(options: Parameters<typeof openPage>[1] = {}) {
  const server = await startLoginServer()
  const demo = await openPage(await serveMiniProgram(await copyDemo(), server), options)
  await demo.phone.locator('#ask-many:not([disabled])').waitFor()
  return { ...demo, server, forget: () => fetch(`${server.url}/revoke`, { method: 'POST' }) }
}

/** Resolves once the row at this place is the last one, and has this caption. */
async function ends({ page }: OpenPage, place: number, caption: string): Promise<void> {
  await page.locator(`#rows > li:nth-child(${place}):last-child`, { hasText: caption }).waitFor({ state: 'attached' })
}

/** The rows as they are drawn: how many arrows, what they are, from where to where, and what is written on them. */
function rowsOf({ page }: OpenPage): Promise<string[]> {
  return page.locator('#rows > li').evaluateAll((rows: any[]) =>
    rows.map((row) => {
      const caption = row.querySelector('.caption').textContent
      return `${row.querySelectorAll('.arrow').length} ${row.className.replace('row ', '')}: ${caption}`
    }),
  )
}

const oneLogin = [
  '1 call app-wechat: wx.login',
  '1 answer wechat-app: code',
  '1 call app-server: POST /login',
  '1 call server-wechat: code2Session',
  '1 answer wechat-server: openid, session_key',
  '1 answer server-app: 200 login state',
]

test('draws the login with which the mini-program starts', async () => {
  const demo = await openDemo()
  await ends(demo, 6, '200 login state')
  expect(await rowsOf(demo)).toEqual(oneLogin)
  await demo.page.getByRole('complementary', { name: 'Calls, live' }).waitFor()
})

test('draws how 20 rejected requests wait for one login and are replayed', async () => {
  const demo = await openDemo()
  await ends(demo, 6, '200 login state')
  await demo.forget()
  await demo.tap('#ask-many')
  await demo.sees('#status', 'All 20 requests were answered')
  await demo.page.locator('#rows > li:last-child', { hasText: '200 × 20' }).waitFor()
  // The server's log is read now and then.
  await demo.page.locator('li:has-text("GET /me × 20") ~ li.wechat-server').waitFor()
  const all = await rowsOf(demo)
  const rows = all.slice(all.indexOf('20 call app-server: GET /me × 20'))
  const arrows = (looks: string) =>
    rows.filter((row) => row.includes(looks)).reduce((sum, row) => sum + Number.parseInt(row, 10), 0)
  expect(rows.filter((row) => row.includes('wechat'))).toEqual(oneLogin.filter((row) => row.includes('wechat')))
  expect(arrows('rejected server-app: 401 rejected')).toBe(20)
  expect(arrows('replay app-server: replay GET /me')).toBe(20)
  await demo.page.getByText('20 callers wait').first().waitFor()
})

/** A mini-program that logs these steps. */
function logging(steps: (object | 'anew')[]): Record<string, string> {
  return {
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': '<text id="done">{{done}}</text>',
    'a.js': `Page({ data: { done: '' }, onLoad() {
      const log = wx.getRealtimeLogManager()
      for (const step of ${JSON.stringify(steps)}) log.info('sequence', step)
      this.setData({ done: 'done' })
    } })`,
  }
}

test('begins a new drawing with what happens after a rest, and not while somebody waits', async () => {
  const call = { from: 'app', to: 'server', name: 'GET /a', kind: 'call', fields: [] }
  const answer = { from: 'server', to: 'app', name: 'GET /a', kind: 'answer', status: 200, fields: [] }
  const miniProgram = await makeMiniProgram(
    logging([
      { ...call, id: 1, at: 0, waiting: 0 },
      { ...answer, id: 2, at: 10, waiting: 0 },
      { ...call, id: 3, at: 5000, waiting: 0 },
      { ...answer, id: 4, at: 8000, status: 401, kind: 'rejected', waiting: 1 },
      { ...call, id: 5, at: 11_000, kind: 'replay', waiting: 0 },
      { ...answer, id: 6, at: 14_000, waiting: 0 },
    ]),
  )
  const demo = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await ends(demo, 4, '200')
  expect(await rowsOf(demo)).toEqual([
    '1 call app-server: GET /a',
    '1 rejected server-app: 401 rejected',
    '1 replay app-server: replay GET /a',
    '1 answer server-app: 200',
  ])
})

test('begins a new drawing when it is told to', async () => {
  const logout = { from: 'app', to: 'app', name: 'logout', kind: 'call', fields: [], waiting: 0 }
  const steps = [{ ...logout, id: 1, at: 0 }, 'anew' as const, { ...logout, id: 2, at: 1 }]
  const url = await serveMiniProgram(await makeMiniProgram(logging(steps)), await startLoginServer())
  const demo = await openPage(url)
  await demo.sees('#done', 'done')
  await ends(demo, 1, 'logged out')
})

test('opens what travelled, for mice, keyboards and screen readers', async () => {
  const demo = await openDemo()
  await ends(demo, 6, '200 login state')
  const list = demo.page.getByRole('list')
  expect(await list.getByRole('listitem').count()).toBe(6)
  const row = list.getByRole('button', { name: 'Mini-program → Your server, POST /login' })
  expect(await row.getAttribute('aria-expanded')).toBe('false')
  await row.press('Enter')
  expect(await row.getAttribute('aria-expanded')).toBe('true')
  const carried = demo.page.locator(`#${await row.getAttribute('aria-controls')}`, { hasText: /Carries: code$/ })
  await carried.waitFor()
  await row.click()
  await carried.waitFor({ state: 'hidden' })
})

test('speaks Chinese in a Chinese browser', async () => {
  const demo = await openDemo({ locale: 'zh-CN' })
  await ends(demo, 6, '200 登录态')
  await demo.page.getByRole('complementary', { name: '实时调用' }).waitFor()
})

test('is not there where there is no room for it', async () => {
  const demo = await openDemo({ viewport: { width: 800, height: 800 } })
  await ends(demo, 6, '200 login state')
  expect(await demo.page.locator('#panel').isVisible()).toBe(false)
})

test('is not there for a mini-program that logs no steps', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': '<text id="done">{{done}}</text>',
    'a.js': `Page({ data: { done: '' }, onLoad() {
      const log = wx.getRealtimeLogManager()
      log.setFilterMsg('a')
      log.addFilterMsg('b')
      log.info('started', { at: 1 })
      log.warn('sequence', 'of words')
      log.error('sequence', () => {})
      this.setData({ done: 'done' })
    } })`,
  })
  const { page, sees } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await sees('#done', 'done')
  expect(await page.locator('#panel').isVisible()).toBe(false)
})
