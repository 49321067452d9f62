import { version } from 'node:process'
import { bundle } from '../published/bundle'
import { folderOf, named, run } from './installed'
import { addRow } from './table'

describe.each([
  { kind: 'CommonJS', type: 'commonjs', format: 'cjs', file: 'miniprogram_dist/index.js' },
  { kind: 'an ES module', type: 'module', format: 'esm', file: 'dist/index.mjs' },
] as const)('Node, from $kind,', ({ kind, type, format, file }) => {
  const node = (script: string) => JSON.parse(run('', 'node', `--input-type=${type}`, '--eval', script))

  test('finds its names', () => {
    const load = {
      commonjs: (name: string) => `require('${name}')`,
      module: (name: string) => `await import('${name}')`,
    }[type]
    const namesOf = (name: string) => node(`console.log(JSON.stringify(Object.keys(${load(name)}).sort()))`)
    expect(namesOf('miniprogram-login')).toEqual(['AuthError', 'createAuth'])
    expect(namesOf('miniprogram-login/alipay')).toEqual(['alipay'])
  })

  test('loads it, and logs in', () => {
    const external = ['miniprogram-login']
    const script = bundle(folderOf('app/node.ts'), { format, external, platform: 'node', target: 'node20' })
    expect(node(script)).toEqual({ path: '/me', code: 'LOGGED_OUT', isAuthError: true, logins: 1 })
    addRow({ consumer: `Node, ${kind}`, version, 'resolved to': named(file) })
  })
})
