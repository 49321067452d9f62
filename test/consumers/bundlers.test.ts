import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { tokenOf } from '../helpers/fake-server'
import { createWorld, pass, type World } from '../helpers/world'
import { createMy } from '../platforms/alipay'
import { named, run } from './installed'
import { openPage } from './mini-program'
import { packagePartOf } from './package-part'
import { addRow } from './table'

const esModules = { main: 'dist/index.mjs', alipay: 'dist/alipay.mjs' }

describe.each([
  { bundler: 'webpack', takes: esModules },
  { bundler: 'webpack without exports', takes: { main: 'dist/index.mjs', alipay: 'alipay/index.js' } },
  { bundler: 'webpack for miniprogram', takes: { main: 'miniprogram_dist/index.js', alipay: 'alipay/index.js' } },
  { bundler: 'vite', takes: esModules },
  { bundler: 'rollup', takes: esModules },
  { bundler: 'esbuild', takes: esModules },
])('$bundler', ({ bundler, takes }) => {
  const folder = mkdtempSync(join(tmpdir(), 'consumers-'))
  beforeAll(() => run('', 'node', 'bundle.mjs', bundler, folder))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('bundles it, and the bundle logs in', async () => {
    const world = createWorld()
    const page = openPage({ wx: world.wx }, folder, { page: 'wechat.js' })
    await pass(1000)
    expect(page.shown).toEqual([{ shown: '/me LOGGED_OUT' }])
    expectOneLogin(world)

    const { files, bytes } = packagePartOf(join(folder, 'wechat.js'))
    expect(files).toEqual([takes.main])
    const { version } = require(`${bundler.split(' ')[0]}/package.json`)
    addRow({ consumer: bundler, version, 'resolved to': named(takes.main), 'bytes added': bytes })
  })

  test('bundles it for Alipay, and the bundle logs in', async () => {
    const world = createWorld()
    const page = openPage({ my: createMy(world) }, folder, { page: 'alipay.js' })
    await pass(1000)
    expect(page.shown).toEqual([{ shown: '/me' }])
    expectOneLogin(world)
    expect(packagePartOf(join(folder, 'alipay.js')).files.sort()).toEqual([takes.alipay, takes.main].sort())
  })

  test('leaves nothing of it in a bundle that uses nothing of it', () => {
    const { code } = transformSync(readFileSync(join(folder, 'nothing.js'), 'utf8'), { minify: true, format: 'esm' })
    // What some write around nothing.
    expect(code.replace('"use strict";', '').replace('(()=>{})();', '').trim()).toBe('')
  })
})

function expectOneLogin({ server, count }: World): void {
  expect(count('login')).toBe(1)
  expect(server.exchanges).toHaveLength(1)
  expect(server.requests.map(tokenOf)).toEqual([server.lastToken])
}
