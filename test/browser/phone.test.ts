import { openPage, takeProblems } from './browser'
import { findOut } from './find-out'
import { copyDemo, makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

describe('app code', () => {
  test('finds nothing of the browser, and nothing of Node', async () => {
    const names = ['window', 'self', 'frames', 'parent', 'top', 'document', 'location', 'navigator', 'history', 'fetch']
      .concat([
        'XMLHttpRequest',
        'WebSocket',
        'Worker',
        'localStorage',
        'sessionStorage',
        'indexedDB',
        'caches',
        'crypto',
      ])
      .concat([
        'URL',
        'URLSearchParams',
        'AbortController',
        'TextEncoder',
        'TextDecoder',
        'Blob',
        'FormData',
        'Headers',
      ])
      .concat(['atob', 'btoa', 'structuredClone', 'queueMicrotask', 'requestAnimationFrame', 'performance', 'Event'])
      .concat(['alert', 'Image', 'HTMLElement', 'MutationObserver', 'process', 'Buffer', 'simulator', 'eval'])
    const types = names.map((name) => `${name}: typeof ${name}`)
    expect(await findOut(`return { ${types} }`)).toEqual(Object.fromEntries(names.map((name) => [name, 'undefined'])))
  })

  test('has the language, timers and the console', async () => {
    const found = await findOut(`
      const values = [Promise, Proxy, Symbol, Map, JSON, Math, Date, BigInt, Uint8Array, console, globalThis]
      await new Promise((resolve) => setTimeout(resolve, 0, clearTimeout(setTimeout(() => {}, 0))))
      return values.every((value) => value !== undefined) && NaN !== NaN && Infinity > 0`)
    expect(found).toBe(true)
  })

  test('does not reach the browser by this, the global object, timers or functions made of text', async () => {
    expect(
      await findOut(`
        const attempt = (get) => { try { const it = get(); return typeof (it && it.document) } catch (error) { return error.name } }
        function ownThis() { return this }
        const timerThis = await new Promise((resolve) => setTimeout(function () { resolve(this) }, 0))
        return {
          ownThis: attempt(() => ownThis()),
          timerThis: attempt(() => timerThis),
          globalThis: attempt(() => globalThis),
          byFunction: attempt(() => Function('return this')()),
          byNewFunction: attempt(() => new Function('return document')()),
          byConstructor: attempt(() => (() => {}).constructor('return this')()),
          byAsync: attempt(() => (async () => {}).constructor('return this')()),
          byWx: attempt(() => wx.request.constructor('return this')()),
        }`),
    ).toEqual({
      ownThis: 'undefined',
      timerThis: 'undefined',
      globalThis: 'undefined',
      byFunction: 'undefined',
      byNewFunction: 'EvalError',
      byConstructor: 'EvalError',
      byAsync: 'EvalError',
      byWx: 'EvalError',
    })
  })

  test('cannot make global variables by mistake', async () => {
    expect(await findOut('try { surprise = 1 } catch (error) { return error.message }')).toBe('surprise is not defined')
  })
})

test.each([
  ['zh-CN', 'zh_CN'],
  ['zh-Hant', 'zh_TW'],
  ['zh-HK', 'zh_HK'],
  ['en-GB', 'en'],
])('tells the language of the browser: %s is %s', async (locale, language) => {
  expect(await findOut('return wx.getAppBaseInfo().language', { locale })).toBe(language)
})

test('shows the demo in Chinese in a Chinese browser', async () => {
  const server = await startLoginServer()
  const demo = await openPage(await serveMiniProgram(await copyDemo(), server), { locale: 'zh-CN' })
  await demo.sees('#status', '已登录')
  await demo.sees('#ask-me', '查询“我是谁”')
  await demo.page.getByRole('heading', { name: '登录演示' }).waitFor()
})

test('tells the scene of its address, and has no login in single-page mode', async () => {
  const code = `
    const login = await wx.login().catch((failure) => failure)
    return [wx.getLaunchOptionsSync().scene, wx.getEnterOptionsSync().scene, wx.getApiCategory(), login]`
  expect(await findOut(code)).toEqual([1001, 1001, 'default', { code: expect.any(String), errMsg: 'login:ok' }])
  expect(await findOut(code, { query: '/?scene=1154' })).toEqual([
    1154,
    1154,
    'browseOnly',
    { errMsg: 'login:fail no login in single page mode', errno: 102 },
  ])
})

test('says in the page and in one sentence what does not compile', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["index"] }',
    'index.wxml': '<view>{{</view>',
  })
  const { sees } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await sees('.failure', /^index\.wxml:1:\d+: /)
})

test('says in the page and in one sentence which module is missing', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["index"] }',
    'index.wxml': '<view/>',
    'index.js': "require('nowhere')",
  })
  const { sees } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await sees('.failure', /^There is no module 'nowhere', which index\.js requires;.*miniprogram_npm/)
  expect(takeProblems()).toEqual([expect.stringContaining("There is no module 'nowhere'")])
})
