import { openPage, takeProblems } from './browser'
import { findOut } from './find-out'
import { makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

test('calls back, or returns a promise where there is no callback', async () => {
  expect(
    await findOut(`
      const calls = []
      await new Promise((resolve) => {
        const returned = wx.login({
          success: ({ code, errMsg }) => calls.push(typeof code, errMsg),
          complete: ({ errMsg }) => resolve(calls.push('complete', errMsg)),
        })
        calls.push(typeof returned)
      })
      const { errMsg } = await wx.checkSession()
      const failure = await wx.getStorage({ key: 'nothing' }).catch((failure) => failure)
      return [...calls, errMsg, failure.errMsg]`),
  ).toEqual([
    ...['undefined', 'string', 'login:ok', 'complete', 'login:ok'],
    ...['checkSession:ok', 'getStorage:fail data not found'],
  ])
})

test('calls complete though success throws', async () => {
  const found = await findOut(`
    return new Promise((complete) => wx.getStorageInfo({ success() { throw new Error('of the app') }, complete }))`)
  expect(found.errMsg).toBe('getStorageInfo:ok')
  expect(takeProblems()).toEqual([expect.stringContaining('of the app')])
})

test('says that the session_key is dead when it is', async () => {
  const server = await startLoginServer()
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': '<button id="check" bindtap="check">{{said}}</button>',
    'a.js': `Page({ data: { said: '?' }, check() {
      wx.checkSession({ complete: ({ errMsg }) => this.setData({ said: errMsg }) })
    }, onLoad() { wx.login({ success: () => this.check() }) } })`,
  })
  const { sees, tap } = await openPage(await serveMiniProgram(miniProgram, server))
  await sees('#check', 'checkSession:ok')
  server.standIn.expireSessionKey()
  await tap('#check')
  await sees('#check', 'checkSession:fail session time out, need relogin')
})

test('stores what can be stored, sync and async, apart from what others store', async () => {
  expect(
    await findOut(`
      const date = new Date(0)
      const values = { text: 'a', number: 1, no: false, list: [1, { a: null }], date, nothing: undefined }
      for (const [key, data] of Object.entries(values)) wx.setStorageSync(key, data)
      const read = Object.keys(values).map((key) => wx.getStorageSync(key))
      await wx.setStorage({ key: 'async', data: { b: 2 } })
      const { data } = await wx.getStorage({ key: 'async' })
      wx.removeStorageSync('text')
      const { keys } = wx.getStorageInfoSync()
      let thrown
      try { wx.setStorageSync('big', 'x'.repeat(1024 * 1024)) } catch (error) { thrown = error.message }
      await wx.clearStorage()
      return { read, isDate: read[4] instanceof Date, data, missing: wx.getStorageSync('text'), keys: keys.sort(), thrown,
        left: wx.getStorageInfoSync().keys }`),
  ).toEqual({
    read: ['a', 1, false, [1, { a: null }], '1970-01-01T00:00:00.000Z', ''],
    isDate: true,
    data: { b: 2 },
    missing: '',
    keys: ['async', 'date', 'list', 'no', 'nothing', 'number'],
    thrown: 'entry size limit reached',
    left: [],
  })
})

test('shows a toast for as long as asked', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': '<button id="show" bindtap="show">show</button>',
    'a.js': `Page({ show() { wx.showToast({ title: 'saved', duration: 3000 }) } })`,
  })
  const { sees, tap, phone } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await tap('#show')
  await sees('.toast', 'saved')
  await phone.locator('.toast').waitFor({ state: 'detached' })
})

test('takes the setData of a page that was left', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a", "b"] }',
    'a.wxml': '<button id="to" bindtap="go">to</button><text id="left">{{left}}</text>',
    'a.js': `Page({ go() { wx.navigateTo({ url: '/b' }) }, onShow() { this.setData({ left: getApp().left }) } })`,
    'app.js': 'App({ left: "no" })',
    'b.wxml': '<button id="leave" bindtap="leave" disabled="{{off}}">{{off}}</button>',
    'b.js': `Page({ leave() { wx.navigateBack({ success: () => {
      this.setData({ off: true })
      getApp().left = 'yes'
      wx.reLaunch({ url: '/a' })
    } }) } })`,
  })
  const { sees, tap } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await tap('#to')
  await tap('#leave')
  await sees('#left', 'yes')
})

/** Two pages and the app, all of which write down what happens to them. */
const diary = {
  'app.json': '{ "pages": ["pages/a/a", "pages/b/b"], "window": { "navigationBarTitleText": "App" } }',
  'app.js': `App({ lines: [], note(line) { this.lines.push(line) },
    onLaunch({ path, scene }) { this.note('app launch ' + path + ' ' + scene) }, onShow() { this.note('app show') } })`,
  'pages/b/b.json': '{ "navigationBarTitleText": "B" }',
  ...Object.fromEntries(
    ['a', 'b'].flatMap((name) => [
      [
        `pages/${name}/${name}.js`,
        `const app = getApp()
        const note = (event) => app.note('${name} ' + event)
        Page({ data: { name: '${name}' },
          onLoad(query) { note('load ' + JSON.stringify(query)); this.setData({ route: this.route }) },
          onShow: () => note('show'), onReady: () => note('ready'), onHide: () => note('hide'), onUnload: () => note('unload'),
          go({ currentTarget }) {
            const { method, ...options } = currentTarget.dataset
            wx[method]({ ...options, fail: ({ errMsg }) => this.setData({ failed: errMsg }) })
          },
          tell() { this.setData({ diary: app.lines.splice(0).join(', '), open: getCurrentPages().map((page) => page.route).join() }) } })`,
      ],
      [
        `pages/${name}/${name}.wxml`,
        `<view id="page-${name}">{{route}}</view>
        <button id="${name}-to" bindtap="go" data-method="navigateTo" data-url="../b/b?q=1%202&r=登">to</button>
        <button id="${name}-redirect" bindtap="go" data-method="redirectTo" data-url="/pages/b/b">redirect</button>
        <button id="${name}-relaunch" bindtap="go" data-method="reLaunch" data-url="/pages/a/a">relaunch</button>
        <button id="${name}-back" bindtap="go" data-method="navigateBack">back</button>
        <button id="${name}-nowhere" bindtap="go" data-method="navigateTo" data-url="/pages/c/c">nowhere</button>
        <button id="${name}-title" bindtap="go" data-method="setNavigationBarTitle" data-title="Other">title</button>
        <button id="${name}-tell" bindtap="tell">tell</button>
        <text id="${name}-diary">{{diary}}</text><text id="${name}-open">{{open}}</text><text id="${name}-failed">{{failed}}</text>`,
      ],
    ]),
  ),
}

test('opens and closes pages as WeChat does, and tells them', async () => {
  const url = await serveMiniProgram(await makeMiniProgram(diary), await startLoginServer())
  const { page, sees, tap, phone } = await openPage(url)
  const happened = async (name: string, lines: string, open: string) => {
    await tap(`#${name}-tell`)
    await sees(`#${name}-diary`, new RegExp(`^${lines.replace(/[{}?]/g, '\\$&')}$`))
    await sees(`#${name}-open`, open)
  }
  const back = page.getByRole('button', { name: 'Back' })

  await happened('a', 'app launch pages/a/a 1001, app show, a load {}, a show, a ready', 'pages/a/a')
  expect(await back.isVisible()).toBe(false)
  await tap('#a-to')
  await sees('#page-b', 'pages/b/b')
  await page.getByRole('heading', { name: 'B' }).waitFor()
  await phone.locator('#page-a').waitFor({ state: 'hidden' })
  await happened('b', 'a hide, b load {"q":"1 2","r":"登"}, b show, b ready', 'pages/a/a,pages/b/b')
  await back.click()
  await phone.locator('#page-b').waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'App' }).waitFor()
  await happened('a', 'b unload, a show', 'pages/a/a')

  await tap('#a-nowhere')
  await sees('#a-failed', 'navigateTo:fail page "pages/c/c" is not found')
  await tap('#a-back')
  await sees('#a-failed', 'navigateBack:fail cannot navigate back at first page')
  await tap('#a-title')
  await page.getByRole('heading', { name: 'Other' }).waitFor()

  await tap('#a-redirect')
  await sees('#page-b', 'pages/b/b')
  await happened('b', 'a unload, b load {}, b show, b ready', 'pages/b/b')
  await tap('#b-to')
  await sees('#page-b >> visible=true', 'pages/b/b')
  await phone.locator('#b-relaunch >> visible=true').click()
  await sees('#page-a', 'pages/a/a')
  await happened('a', 'b hide, b load .*, b show, b ready, b unload, b unload, a load {}, a show, a ready', 'pages/a/a')
})
