import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { buildSync } from 'esbuild'
import ts from 'typescript'
import { errorsOf } from './compile'

/** What npm would publish of the package, built before by `npm run build`. */
const root = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json'))

const scripts = ['miniprogram_dist/index.js', 'miniprogram_dist/alipay.js', 'alipay/index.js']
const modules = ['dist/index.mjs', 'dist/alipay.mjs']

test('publishes nothing but the builds and what is read', () => {
  const [pack] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  )
  expect(pack.files.map(({ path }: { path: string }) => path).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
    'alipay/index.d.ts',
    'alipay/index.js',
    'dist/alipay.d.mts',
    'dist/alipay.mjs',
    'dist/index.d.mts',
    'dist/index.mjs',
    'miniprogram_dist/alipay.d.ts',
    'miniprogram_dist/alipay.js',
    'miniprogram_dist/index.d.ts',
    'miniprogram_dist/index.js',
    'package.json',
  ])
})

test('has no dependencies', () => {
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest).not.toHaveProperty('peerDependencies')
  for (const file of [...scripts, ...modules]) {
    expect(read(file)).not.toMatch(/\brequire\(|\bfrom ['"]|\bimport\(/)
  }
})

test('passes publint', () => {
  const output = execFileSync('npx', ['publint', '--strict', '--level', 'warning', '--pack', 'false'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(output).toContain('All good!')
})

test('is written in ES2017, which every supported phone and the ES2018 parser of 构建 npm take', () => {
  for (const file of scripts) {
    expect(() => parse(read(file), { ecmaVersion: 2017, sourceType: 'script' })).not.toThrow()
  }
  for (const file of modules) {
    expect(() => parse(read(file), { ecmaVersion: 2017, sourceType: 'module' })).not.toThrow()
  }
})

test('gives the same names as CommonJS and as an ES module', async () => {
  const commonjs = Object.keys(require(join(root, manifest.main))).sort()
  expect(commonjs).toEqual(['AuthError', 'createAuth'])
  const { metafile } = buildSync({
    entryPoints: [join(root, manifest.module)],
    bundle: true,
    format: 'esm',
    metafile: true,
    write: false,
    outdir: 'out',
  })
  expect(Object.values(metafile.outputs)[0]?.exports.sort()).toEqual(commonjs)
})

test('is found under miniprogram-login/alipay by who knows exports, and by who looks for a folder', () => {
  const node = (...given: string[]) => execFileSync('node', given, { cwd: root, encoding: 'utf8' }).trim()
  const specifier = "'miniprogram-login/alipay'"
  expect(node('-p', `require.resolve(${specifier})`)).toBe(join(root, 'miniprogram_dist/alipay.js'))
  const asModule = `console.log(import.meta.resolve(${specifier}))`
  expect(node('--input-type=module', '-e', asModule)).toBe(`file://${join(root, 'dist/alipay.mjs')}`)
  // By a path, exports do not count.
  expect(Object.keys(require(join(root, 'alipay')))).toEqual(['alipay'])
  const moduleResolution = ts.ModuleResolutionKind.Node10
  const found = ts.resolveModuleName(join(root, 'alipay'), __filename, { moduleResolution }, ts.sys).resolvedModule
  expect(found?.resolvedFileName).toBe(join(root, 'alipay/index.d.ts'))
})

test('takes what alipay() makes as its platform', () => {
  const source = `
    import { createAuth } from 'miniprogram-login'
    import { alipay, type Alipay } from 'miniprogram-login/alipay'
    declare const my: Alipay
    createAuth({ baseUrl: '', exchange: '', platform: alipay(my) })
  `
  expect(errorsOf({ 'user.ts': source })).toEqual([])
  expect(errorsOf({ 'user.ts': source.replace('alipay(my)', 'my') })).toEqual([expect.stringContaining("'Platform'")])
})

test('declares types that stand alone', () => {
  const ofAlipay = Object.values<{ types: string }>(manifest.exports['./alipay']).map(({ types }) => types)
  for (const file of [manifest.types, manifest.exports['.'].import.types, 'alipay/index.d.ts', ...ofAlipay]) {
    expect(read(file)).not.toMatch(/WechatMiniprogram|^import|\/\/\/ <reference/m)
  }
  const user = "import { createAuth } from 'miniprogram-login'; createAuth({ baseUrl: '', exchange: '' })"
  expect(errorsOf({ 'user.ts': user })).toEqual([])
})

test('takes the real wx as its platform, and the state as its type parameter', () => {
  const source = `
    import { createAuth, AuthError } from 'miniprogram-login'
    const auth = createAuth<{ token: string; expiresIn?: number; userId: number }>({ baseUrl: '', exchange: '', platform: wx })
    const id: Promise<number> = auth.ensureLogin().then((state) => state.userId)
    const text: Promise<string> = auth.request<{ text: string }>({ url: '/', method: 'POST' }).then(({ data }) => data.text)
    auth.request({ url: '/', success: ({ statusCode }) => statusCode.toFixed() }).abort()
    void id, text, AuthError
  `
  expect(errorsOf({ 'user.ts': source }, { types: ['miniprogram-api-typings'], skipLibCheck: true })).toEqual([])
})

test.each([
  ["createAuth({ baseUrl: '' })", "Property 'exchange' is missing"],
  ["auth.request({ url: '/', method: 'FETCH' })", `Type '"FETCH"' is not assignable`],
  ["auth.request({ url: '/', login: 'always' })", `Type '"always"' is not assignable`],
  ["auth.request({ url: '/', respnseType: 'text' })", "'respnseType' does not exist"],
])('refuses %s when it is compiled', (call, complaint) => {
  const source = `
    import { createAuth } from 'miniprogram-login'
    const auth = createAuth({ baseUrl: '', exchange: '' })
    void auth
    ${call}
  `
  expect(errorsOf({ 'user.ts': source })).toEqual([expect.stringContaining(complaint)])
})
