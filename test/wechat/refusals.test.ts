import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compilations, work } from './built'
import { beyond } from './language'
import { compile, packNpm } from './toolchain'

const page = {
  'project.config.json': '{ "miniprogramRoot": "miniprogram/", "appid": "touristappid", "setting": {} }',
  'miniprogram/package.json': '{ "dependencies": { "newer": "1.0.0" } }',
  'miniprogram/app.json': '{ "pages": ["pages/a/a"] }',
  'miniprogram/pages/a/a.js': 'Page({})',
  'miniprogram/pages/a/a.json': '{}',
  'miniprogram/pages/a/a.wxml': '<view />',
}

let project: string

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), content)
  }
}

beforeEach(() => {
  project = join(work(), 'faulty')
  write(page)
})

afterEach(() => rmSync(project, { recursive: true }))

const newer = 'exports.a = 1\nexports.b = (c) => c?.d\n'

test('构建 npm refuses a main beyond ES2018, and says where', async () => {
  const folder = 'miniprogram/node_modules/newer'
  write({ [`${folder}/package.json`]: '{ "name": "newer", "version": "1.0.0" }', [`${folder}/index.js`]: newer })
  await expect(packNpm(project)).rejects.toThrow('newer/index.js) failed: Unexpected token (2:21)')
})

test('names a script that is beyond an edition, with line and column', () => {
  write({ 'scripts/deep/newer.js': newer, 'scripts/older.js': 'exports.a = 1' })
  expect(beyond(2018, join(project, 'scripts'))).toEqual(['deep/newer.js: Unexpected token (2:21)'])
  expect(beyond(2020, join(project, 'scripts'))).toEqual([])
})

/** Where it is to parse scripts; otherwise they are copied. */
const toES5 = compilations['to ES5'] ?? {}

test.each([
  ['a script that is broken', 'pages/a/a.js', 'Page({})\nconst = 1'],
  ['a configuration that is broken', 'pages/a/a.json', '{ "usingComponents": }'],
  ['a page that is not there', 'app.json', '{ "pages": ["pages/b/b"] }'],
])('refuses %s, and names the file', async (_name, file, content) => {
  write({ [`miniprogram/${file}`]: content })
  await expect(compile(project, toES5, join(project, 'out'))).rejects.toThrow(file)
})
