import type { Manifest } from '../common/manifest'
import { compile } from '../compile/compile'
import { startSimulator } from '../start'
import { atEnd, makeFolder } from './fixtures'

const app = '{ "pages": ["pages/a/a"] }'
const page = { 'app.json': app, 'pages/a/a.wxml': '<view/>' }

async function compileFolder(files: Record<string, string>) {
  const scripts = await compile(await makeFolder({ ...page, ...files }), {})
  let manifest: Manifest | undefined
  const start = scripts.get('start.js') ?? ''
  new Function('simulator', start)({ start: (value: Manifest) => (manifest = value) })
  if (!manifest) throw new Error('start.js starts nothing')
  return { scripts, manifest }
}

describe('says in one sentence what is wrong, and where', () => {
  test.each<[string, Record<string, string>]>([
    ['app.json: there is none in the folder of the mini-program', {}],
    ['app.json:1:12: Unexpected "}" in JSON', { 'app.json': '{ "pages": }' }],
    ['app.json: "pages" names no page', { 'app.json': '{}' }],
    ["app.json: there is no pages/a/a.wxml of the page 'pages/a/a'", { 'app.json': app }],
    ['pages/a/a.ts:2:9: Expected identifier but found "="', { ...page, 'pages/a/a.ts': 'Page({})\n  const = 1' }],
    ['b.js:1:1: Unexpected "}"', { ...page, 'b.js': '} } evil() { {' }],
    [
      'pages/a/a.wxml:2:13: unexpected character inside expression',
      { ...page, 'pages/a/a.wxml': '<view>\n  <text>{{a b}}</text>\n</view>' },
    ],
    ['pages/a/a.wxml:1:8: missing end tag', { ...page, 'pages/a/a.wxml': '<view><text></view>' }],
    ['pages/a/a.wxss:2:1: Unclosed block', { ...page, 'pages/a/a.wxss': '\n.a { color: red' }],
    ["app.wxss:1:1: there is no './b.wxss' to import", { ...page, 'app.wxss': '@import "./b.wxss";' }],
    [
      "b.wxss:1:1: './app.wxss' imports itself",
      { ...page, 'app.wxss': '@import "b.wxss";', 'b.wxss': '@import "./app.wxss";' },
    ],
    [
      `app.json: there is no 'theme.json', which "themeLocation" names`,
      { ...page, 'app.json': '{ "pages": ["pages/a/a"], "darkmode": true, "themeLocation": "theme.json" }' },
    ],
    [
      "pages/a/a.json: there is no variable 'bar' for light and dark",
      { ...page, 'pages/a/a.json': '{ "navigationBarBackgroundColor": "@bar" }' },
    ],
    [
      "pages/a/a.json: there is no component at './x', which <x> is",
      { ...page, 'pages/a/a.json': '{ "usingComponents": { "x": "./x" } }' },
    ],
  ])('%s', async (sentence, files) => {
    const logged: string[] = []
    const miniProgram = await makeFolder(files)
    await expect(compile(miniProgram, {})).rejects.toMatchObject({ message: sentence })

    const simulator = await startSimulator({ miniProgram, log: (line) => logged.push(line) })
    atEnd(() => simulator.close())
    const phone = await (await fetch(`${simulator.url}/phone`)).text()
    expect(logged).toEqual([sentence])
    expect(phone).toContain(sentence.replace(/["'<>]/g, (character) => `&#${character.charCodeAt(0)};`))
  })
})

test('leaves out node_modules and declarations', async () => {
  const { scripts } = await compileFolder({ 'node_modules/a/index.js': '', 'types.d.ts': '', 'util.ts': '' })
  expect([...scripts.keys()]).toEqual(['templates.js', 'app/util.js', 'start.js'])
})

test('makes of rpx a part of the width of the screen, and of nothing else', async () => {
  const { manifest } = await compileFolder({
    'app.wxss': '.a { margin: -7.5rpx 750rpx; content: "9rpx"; background: url(9rpx.png) }',
  })
  expect(manifest.style).toBe('.a { margin: -1vw 100vw; content: "9rpx"; background: url(9rpx.png) }')
})

test('inlines imports', async () => {
  const { manifest } = await compileFolder({
    'pages/a/a.wxss': '@import "../../b/b.wxss";\n.a { top: 0 }',
    'b/b.wxss': "@import './c.wxss';",
    'b/c.wxss': '.c { width: 75rpx }',
  })
  expect(manifest.parts['pages/a/a']?.style).toMatch(/\.c \{ width: 10vw \}\s*\.a \{ top: 0 \}/)
})

test('keeps the classes of a component to itself, but not those of a page', async () => {
  const wxss = ':host { top: 0 } .a.b > .c::after { top: 0 } @keyframes x { 0.5% { top: 0 } }'
  const { manifest } = await compileFolder({
    'pages/a/a.wxss': wxss,
    'my/box.json': '{ "component": true }',
    'my/box.wxml': '<slot/>',
    'my/box.wxss': wxss,
  })
  expect(manifest.parts['pages/a/a']?.style).toBe(wxss)
  expect(manifest.parts['my/box']?.style).toBe(
    '[wx-host="my_box"] { top: 0 } .my_box--a.my_box--b > .my_box--c::after { top: 0 } @keyframes x { 0.5% { top: 0 } }',
  )
})

test('finds components beside the file, from the root, and in the nearest miniprogram_npm', async () => {
  const { manifest } = await compileFolder({
    'app.json': '{ "pages": ["pages/a/a"], "usingComponents": { "everywhere": "my/box" } }',
    'pages/a/a.json':
      '{ "usingComponents": { "beside": "part", "root": "/my/box", "npm": "ui/button", "folder": "ui" } }',
    'pages/a/part.wxml': '',
    'my/box.wxml': '',
    'miniprogram_npm/ui/button/index.wxml': '',
    'miniprogram_npm/ui/index.wxml': '',
    'pages/miniprogram_npm/ui/index.wxml': '',
  })
  expect(manifest.parts['pages/a/a']?.config.usingComponents).toEqual({
    everywhere: '/my/box',
    beside: '/pages/a/part',
    root: '/my/box',
    npm: '/miniprogram_npm/ui/button/index',
    folder: '/pages/miniprogram_npm/ui/index',
  })
})
