import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { buildSync } from 'esbuild'
import { errorsOf } from './compile'

/** What npm would publish of the package, built before by `npm run build`. */
const root = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const manifest = JSON.parse(read('package.json'))

test('publishes nothing but the builds and what is read', () => {
  const [pack] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' }),
  )
  expect(pack.files.map(({ path }: { path: string }) => path).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
    'dist/index.d.mts',
    'dist/index.mjs',
    'miniprogram_dist/index.d.ts',
    'miniprogram_dist/index.js',
    'package.json',
  ])
})

test('has no dependencies', () => {
  expect(manifest).not.toHaveProperty('dependencies')
  expect(manifest).not.toHaveProperty('peerDependencies')
  for (const file of ['miniprogram_dist/index.js', 'dist/index.mjs']) {
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
  expect(() => parse(read('miniprogram_dist/index.js'), { ecmaVersion: 2017, sourceType: 'script' })).not.toThrow()
  expect(() => parse(read('dist/index.mjs'), { ecmaVersion: 2017, sourceType: 'module' })).not.toThrow()
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

test('declares types that stand alone', () => {
  for (const file of [manifest.types, manifest.exports['.'].import.types]) {
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
