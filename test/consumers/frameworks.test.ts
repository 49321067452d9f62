import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tokenOf } from '../helpers/fake-server'
import { createWorld, pass, type World } from '../helpers/world'
import { folderOf, manifestIn, named, run } from './installed'
import { openPage } from './mini-program'
import { packagePartOf } from './package-part'
import { addRow } from './table'

// A build takes most of a minute where two processors are busy.
jest.setTimeout(240_000)

const bothLogins = 2000

/** Both calls were made, each under a login state of its own: one by `wx`, one by the framework as the platform. */
function expectLogins({ server, count }: World, paths: string[]): void {
  expect(count('login')).toBe(2)
  expect(server.exchanges).toHaveLength(2)
  expect(server.requests.map((request) => [request.url, tokenOf(request)])).toEqual(
    paths.map((path, index) => [server.baseUrl + path, server.issued[index]]),
  )
}

/** The row of a consumer whose scripts lie in one folder, and their source maps in the same or another. */
function tell(consumer: string, version: string, scripts: string, maps = scripts): void {
  const parts = readdirSync(maps, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js.map'))
    .map((path) => packagePartOf(join(scripts, path.replace(/\.map$/, '')), join(maps, path)))
  const files = parts.flatMap((part) => part.files)
  expect(files).toEqual(['dist/index.mjs'])
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  addRow({ consumer, version, 'resolved to': files.map(named).join(), 'bytes added': bytes })
}

/** A phone, with what frameworks ask of it beside logins and requests. */
const withSurroundings = ({ wx }: World) => ({
  wx: Object.assign(wx, {
    getAppBaseInfo: () => ({ language: 'zh_CN' }),
    getSystemInfoSync: () => ({ language: 'zh_CN' }),
    getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  }),
})

const versionOf = (consumer: string, tool: string): string =>
  manifestIn(join(folderOf(consumer), 'node_modules', tool)).version

test('Taro builds it for WeChat, and the app logs in by wx and by Taro', async () => {
  const dist = folderOf('taro/dist')
  rmSync(dist, { recursive: true, force: true })
  run('taro', 'npx', 'taro', 'build', '--type', 'weapp', '--no-check')
  const world = createWorld()
  const page = openPage(withSurroundings(world), dist, { app: 'app.js', page: 'pages/index/index.js' })
  await pass(bothLogins)
  expect(JSON.stringify(page.shown.at(-1))).toContain('"/me /taro LOGGED_OUT"')
  expectLogins(world, ['/me', '/taro'])
  tell('Taro', versionOf('taro', '@tarojs/taro'), dist)
})

test('uni-app builds it for WeChat, and the app logs in by wx and by uni', async () => {
  const dist = folderOf('uni-app/dist')
  rmSync(dist, { recursive: true, force: true })
  run('uni-app', 'npx', 'uni', 'build', '-p', 'mp-weixin')
  const world = createWorld()
  const built = join(dist, 'build/mp-weixin')
  const page = openPage(withSurroundings(world), built, { app: 'app.js', page: 'pages/log-in/log-in.js' })
  await pass(bothLogins)
  expect(JSON.stringify(page.shown.at(-1))).toContain('"/me /uni LOGGED_OUT"')
  expectLogins(world, ['/me', '/uni'])
  tell('uni-app', versionOf('uni-app', '@dcloudio/uni-app'), built, join(dist, 'build/.sourcemap/mp-weixin'))
})
