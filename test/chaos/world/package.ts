import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'

/** What a copy of the package finds in place of the globals that it uses. */
export interface Globals {
  setTimeout: (act: () => void, delay?: number) => object
  clearTimeout: (timer: object) => void
  Date: { now(): number }
  Math: Math
  console: Pick<Console, 'error'>
  Promise: PromiseConstructor
}

export type Load = (globals: Globals) => typeof import('../../../src')

const file = join(__dirname, '../../../miniprogram_dist/index.js')
const names = ['setTimeout', 'clearTimeout', 'Date', 'Math', 'console', 'Promise'] as const

/** The built package, as a phone gets it. */
export const readPackage = (path = file): string => readFileSync(path, 'utf8')

/** Compiles it once; each call of the result is a copy of it with state of its own. */
export function compilePackage(source: string): Load {
  const evaluate = compileFunction(source, ['module', 'exports', ...names], { filename: 'miniprogram_dist/index.js' })
  return (globals) => {
    const module = { exports: {} as typeof import('../../../src') }
    evaluate(module, module.exports, ...names.map((name) => globals[name]))
    return module.exports
  }
}
