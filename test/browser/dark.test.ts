import type { Locator } from 'playwright-core'
import { openPage } from './browser'
import { copyDemo, makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

const background = (locator: Locator): Promise<string> =>
  locator.evaluate((element: any) =>
    element.ownerDocument.defaultView.getComputedStyle(element).backgroundColor.replace(/ /g, ''),
  )

test('is as dark as the browser, from the bar to the cells, also when that changes', async () => {
  const { page, phone, sees } = await openPage(await serveMiniProgram(await copyDemo(), await startLoginServer()))
  await sees('#status', 'You are logged in')
  const colours = async () => [
    await background(page.locator('body')),
    await background(page.locator('.phone')),
    await background(phone.locator('page').first()),
    await background(phone.locator('.group').first()),
  ]
  const light = ['rgb(247,247,247)', 'rgb(237,237,237)', 'rgb(237,237,237)', 'rgb(255,255,255)']
  const dark = ['rgb(0,0,0)', 'rgb(17,17,17)', 'rgb(17,17,17)', 'rgb(25,25,25)']
  expect(await colours()).toEqual(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[style*="#fff"]').waitFor()
  expect(await colours()).toEqual(dark)
  await page.reload()
  await sees('#status', 'You are logged in')
  expect(await colours()).toEqual(dark)
})

const page = {
  'pages/a/a.wxml': '<text id="theme">{{theme}}</text><button id="button">{{changes}}</button>',
  'pages/a/a.js': `Page({ data: { changes: '' }, onLoad() {
    this.setData({ theme: String(wx.getAppBaseInfo().theme) })
    const listen = ({ theme }) => this.setData({ changes: this.data.changes + theme })
    const leave = () => this.setData({ changes: 'not left' })
    wx.onThemeChange(listen)
    wx.onThemeChange(leave)
    wx.offThemeChange(leave)
  } })`,
}

test('tells a mini-program that knows dark mode when it turns dark', async () => {
  const miniProgram = await makeMiniProgram({ ...page, 'app.json': '{ "pages": ["pages/a/a"], "darkmode": true }' })
  const url = await serveMiniProgram(miniProgram, await startLoginServer())
  const opened = await openPage(url)
  await opened.sees('#theme', /^light$/)
  await opened.page.emulateMedia({ colorScheme: 'dark' })
  await opened.sees('#button', /^dark$/)
  expect(await background(opened.phone.locator('#button'))).toBe('rgb(44,44,44)')
})

test('stays light in a dark browser for a mini-program that does not say that it knows dark mode', async () => {
  const miniProgram = await makeMiniProgram({ ...page, 'app.json': '{ "pages": ["pages/a/a"] }' })
  const url = await serveMiniProgram(miniProgram, await startLoginServer())
  const { sees, phone } = await openPage(url, { colorScheme: 'dark' })
  await sees('#theme', /^undefined$/)
  expect(await background(phone.locator('#button'))).toBe('rgb(242,242,242)')
  expect(await background(phone.locator('.layer'))).toBe('rgb(255,255,255)')
})
