import { type OpenPage, openPage } from './browser'
import { makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

async function open(files: Record<string, string>, options: Parameters<typeof openPage>[1] = {}) {
  const miniProgram = await makeMiniProgram({ 'app.json': '{ "pages": ["pages/a/a"] }', ...files })
  return openPage(await serveMiniProgram(miniProgram, await startLoginServer()), options)
}

function colorOf(phone: OpenPage['phone'], selector: string): Promise<string> {
  return phone.locator(selector).evaluate((element: any) => element.computedStyleMap().get('color').toString())
}

test('runs components with properties, slots, events, lifetimes and a style of their own', async () => {
  const { sees, tap, phone } = await open({
    'pages/a/a.json': '{ "usingComponents": { "step": "/my/step", "from-npm": "kit/label" } }',
    'pages/a/a.wxml': `<step id="step" by="{{2}}" bindstep="onStep"><text id="slotted" class="red">in it</text></step>
      <from-npm/><text id="sum">{{sum}}</text>`,
    'pages/a/a.wxss': '.red { color: rgb(255, 0, 0) }',
    'pages/a/a.ts': `Page({ data: { sum: 0 }, onStep(event: { detail: { by: number }, currentTarget: { id: string } }) {
      this.setData({ sum: this.data.sum + event.detail.by, from: event.currentTarget.id })
    } })`,
    'my/step.json': '{ "component": true }',
    'my/step.wxml': '<view id="inner" class="red" bindtap="tap">{{states}}<slot/></view>',
    'my/step.wxss': ':host { display: block } .red { color: rgb(0, 0, 255) }',
    'my/step.js': `Component({ properties: { by: Number }, data: { states: '' },
      lifetimes: { attached() { this.setData({ states: 'attached' }) }, ready() { this.setData({ states: this.data.states + ' ready' }) } },
      pageLifetimes: { show() { this.setData({ states: this.data.states + ' shown' }) } },
      methods: { tap() { this.triggerEvent('step', { by: this.properties.by }) } } })`,
    'miniprogram_npm/kit/label/index.json': '{ "component": true }',
    'miniprogram_npm/kit/label/index.wxml': '<text id="label">{{label}}</text>',
    'miniprogram_npm/kit/label/index.js': "const { label } = require('../words'); Component({ data: { label } })",
    'miniprogram_npm/kit/words.js': "exports.label = 'from npm'",
  })
  await sees('#inner', /^attached (ready shown|shown ready)in it$/)
  await sees('#label', 'from npm')
  await tap('#slotted')
  await tap('#inner')
  await sees('#sum', '4')
  expect(await colorOf(phone, '#inner')).toBe('rgb(0, 0, 255)')
  expect(await colorOf(phone, '#slotted')).toBe('rgb(255, 0, 0)')
})

test('binds what WXML can bind: lists, conditions, templates, includes, WXS, rpx', async () => {
  const { sees, phone } = await open({
    'pages/a/a.wxml': `<wxs src="../../words.wxs" module="words"/><import src="../../row.wxml"/>
      <view id="list"><template is="row" wx:for="{{rows}}" wx:key="*this" data="{{text: words.loud(item)}}"/></view>
      <include src="../../foot.wxml"/>
      <view id="rpx" style="width: {{375}}rpx"></view><view id="wxss"></view>
      <view id="hidden" hidden="{{rows.length}}">hidden</view><view id="shown" hidden="{{missing}}">shown</view>`,
    'pages/a/a.wxss': '#wxss { width: 750rpx }',
    'pages/a/a.js': "Page({ data: { rows: ['a', 'b'], foot: 'foot' } })",
    'row.wxml': '<template name="row"><text>{{text}};</text></template>',
    'foot.wxml': '<text id="foot" wx:if="{{foot}}">{{foot}}</text><text wx:else>no</text>',
    'words.wxs': 'module.exports = { loud: function (text) { return text.toUpperCase() + typeof window } }',
  })
  await sees('#list', 'Aundefined;Bundefined;')
  await sees('#foot', 'foot')
  await sees('#shown', 'shown')
  await phone.locator('#hidden').waitFor({ state: 'hidden' })
  const width = async (selector: string) => (await phone.locator(selector).boundingBox())?.width
  expect(await width('#wxss')).toBe(375)
  // No height: found all the same.
  expect(await phone.locator('#rpx').evaluate((element: any) => element.offsetWidth)).toBe(188)
})

test('styles a page with its own WXSS and that of the app, not with that of another page', async () => {
  const { sees, tap, phone } = await open({
    'app.json': '{ "pages": ["pages/a/a", "pages/b/b"] }',
    'app.wxss': '.text { color: rgb(0, 0, 255) }',
    'pages/a/a.wxml': '<text id="a" class="text" bindtap="go">a</text>',
    'pages/a/a.wxss': '.text { color: rgb(255, 0, 0) }',
    'pages/a/a.js': "Page({ go() { wx.navigateTo({ url: '../b/b' }) } })",
    'pages/b/b.wxml': '<text id="b" class="text">b</text>',
  })
  await sees('#a', 'a')
  expect(await colorOf(phone, '#a')).toBe('rgb(255, 0, 0)')
  await tap('#a')
  await sees('#b', 'b')
  expect(await colorOf(phone, '#b')).toBe('rgb(0, 0, 255)')
})

const buttons = {
  'pages/a/a.wxml': `<view bindtap="outer"><button id="off" disabled="{{off}}" bindtap="tap"><text>off</text></button></view>
    <button id="on" disabled="{{unknown}}" bindtap="tap">{{taps}}</button>`,
  'pages/a/a.js': `Page({ data: { off: true, taps: 0 },
    tap() { this.setData({ taps: this.data.taps + 1 }) }, outer() { this.tap() } })`,
}

test('has buttons that can be disabled, for fingers, mice and keyboards', async () => {
  const { page, sees, phone } = await open(buttons, { hasTouch: true })
  await phone.locator('#off').click({ force: true })
  await phone.locator('#off text').dispatchEvent('click')
  await phone.locator('#on').click()
  await sees('#on', '1')
  await phone.locator('#on').press('Enter')
  await sees('#on', '2')
  await page.keyboard.press('Space')
  await sees('#on', '3')
  await phone.locator('#off').tap({ force: true })
  await phone.locator('#on').tap()
  await sees('#on', '4')
})

test('has inputs and images', async () => {
  const pixel = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
  const { sees, phone } = await open({
    'pages/a/a.wxml': `<input id="name" value="{{name}}" bindinput="input"/><text id="typed">{{typed}}</text>
      <image src="../../pictures/a.svg" bindload="load"/><text id="size">{{size}}</text>`,
    'pages/a/a.js': `Page({ data: { name: 'a' }, input({ detail }) { this.setData({ typed: detail.value + detail.cursor }) },
      load({ detail }) { this.setData({ size: detail.width + 'x' + detail.height }) } })`,
    'pictures/a.svg': pixel,
  })
  await sees('#size', '3x2')
  expect(await phone.locator('#name').inputValue()).toBe('a')
  await phone.locator('#name').fill('bcd')
  await sees('#typed', /^bcd3$/)
})
