import { openPage } from './browser'
import { findOut } from './find-out'
import { listen } from './listen'
import { makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

const pictureOf = (width: number) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="2"/>`)
const svg = pictureOf(3)

/** A page that shows what was chosen, or why nothing was. */
async function openChooser(call: string) {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': `<button id="choose" bindtap="choose">choose</button><text id="said">{{said}}</text>
      <image id="shown" src="{{path}}" bindload="load"/><text id="size">{{size}}</text>`,
    'a.js': `Page({ data: { path: '' },
      choose() { wx.${call}.then((result) => this.show(result), ({ errMsg }) => this.setData({ said: errMsg })) },
      show(result) {
        const [file] = result.tempFiles
        this.setData({ path: file.tempFilePath || file.path, said: JSON.stringify(result) })
      },
      load({ detail }) { this.setData({ size: detail.width + 'x' + detail.height }) },
    })`,
  })
  return openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
}

test.each([
  [
    'chooseMedia({ count: 1 })',
    false,
    (path: string) => ({ tempFiles: [{ tempFilePath: path, size: svg.length, fileType: 'image' }], type: 'image' }),
  ],
  ['chooseImage()', true, (path: string) => ({ tempFiles: [{ path, size: svg.length }], tempFilePaths: [path] })],
])('%s gives a picture of this machine, which an image shows', async (call, multiple, result) => {
  const { page, sees, tap, textOf } = await openChooser(call)
  const asked = page.waitForEvent('filechooser')
  await tap('#choose')
  const chooser = await asked
  expect(chooser.isMultiple()).toBe(multiple)
  await chooser.setFiles({ name: 'a.svg', mimeType: 'image/svg+xml', buffer: svg })
  await sees('#size', '3x2')
  const chosen = JSON.parse(await textOf('#said'))
  const [file] = chosen.tempFiles
  const path = file.tempFilePath ?? file.path
  expect(path).toMatch(/^wxfile:\/\/tmp\/[\w-]+\.svg$/)
  expect(chosen).toMatchObject(result(path))
})

test('chooseMedia fails when the user thinks better of it', async () => {
  const { page, sees, tap } = await openChooser('chooseMedia()')
  const asked = page.waitForEvent('filechooser')
  await tap('#choose')
  const chooser = await asked
  await chooser.element().dispatchEvent('cancel')
  await sees('#said', 'chooseMedia:fail cancel')
})

test('chooseMedia fails where nobody has tapped, for then a browser asks nobody', async () => {
  expect(await findOut('return wx.chooseMedia().catch((failure) => failure)')).toEqual({
    errMsg: 'chooseMedia:fail a browser lets choose a file only after a tap',
  })
})

test('shows a downloaded picture, and another one that takes its place', async () => {
  const url = await listen((request, response) => {
    response.setHeader('content-type', 'image/svg+xml')
    response.end(pictureOf(request.url === '/wide' ? 5 : 3))
  })
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': `<image src="{{path}}" bindload="load"/><text id="size">{{size}}</text>
      <button id="again" bindtap="again">again</button>`,
    'a.js': `Page({ data: { path: '' },
      onLoad() { this.download('/narrow') },
      download(path) {
        const filePath = wx.env.USER_DATA_PATH + '/picture'
        wx.downloadFile({ url: '${url}' + path, filePath, success: ({ filePath }) => this.setData({ path: filePath }) })
      },
      again() { this.setData({ path: '' }); this.download('/wide') },
      load({ detail }) { this.setData({ size: detail.width + 'x' + detail.height }) },
    })`,
  })
  const { sees, tap } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  await sees('#size', '3x2')
  await tap('#again')
  await sees('#size', '5x2')
})

test('shows how far something is', async () => {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["a"] }',
    'a.wxml': `<progress id="bar" percent="{{percent}}" activeColor="#00f"/><progress id="empty"/>
      <button id="go" bindtap="go">go</button>`,
    'a.js': 'Page({ data: { percent: 20 }, go() { this.setData({ percent: 60 }) } })',
  })
  const { tap, phone } = await openPage(await serveMiniProgram(miniProgram, await startLoginServer()))
  const position = (selector: string) => phone.locator(selector).evaluate((bar: any) => bar.position)
  expect(await position('#bar')).toBe(0.2)
  expect(await position('#empty')).toBe(0)
  await tap('#go')
  expect(await position('#bar')).toBe(0.6)
})
