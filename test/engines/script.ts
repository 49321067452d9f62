import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from '@swc/core'
import { buildSync } from 'esbuild'
import { es2017 } from './es2017'

export interface Variant {
  name: string
  /** Are promise callbacks macrotasks, as on iOS 15 and older? */
  macrotasks?: boolean
  /** Is the built file compiled to ES5, as 「将 JS 编译成 ES5」 does? */
  es5?: boolean
}

const built = join(__dirname, '../../miniprogram_dist/index.js')

/**
 * One plain script with the built file and the suite, for an engine that has nothing but the language: an expression of
 * a function that takes `print` and begins to run the tests.
 */
export function createScript({ macrotasks, es5 }: Variant): string {
  const source = readFileSync(built, 'utf8')
  const tests = readdirSync(join(__dirname, 'tests')).map((file) => `./tests/${file}`)
  // In this order: the clock has what the promises of iOS 15 need, and what is not of the language goes last.
  const setting = ['./suite/clock', ...(macrotasks ? ['../helpers/ios15'] : []), './suite/language']
  const contents = [...setting, ...tests].map((path) => `import ${JSON.stringify(path)}`)
  const [suite] = buildSync({
    stdin: { contents: [...contents, "export { start } from './suite/harness'"].join('\n'), resolveDir: __dirname },
    bundle: true,
    format: 'iife',
    globalName: 'suite',
    target: 'es2017',
    // The package says that importing it does nothing; importing these does.
    ignoreAnnotations: true,
    write: false,
  }).outputFiles
  return `(function (print) {
var language = ${JSON.stringify(es2017)};
var evaluate = function (module, exports) {
${es5 ? transformSync(source, { swcrc: false, jsc: { target: 'es5' }, isModule: false }).code : source}
};
${suite?.text}
return suite.start(print);
})`
}
