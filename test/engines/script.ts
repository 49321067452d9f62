import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from '@swc/core'
import { buildSync } from 'esbuild'
import { es2017 } from './es2017'

export interface Variant {
  name: string
  /** Are promise callbacks macrotasks, as on iOS 15 and older? */
  macrotasks?: boolean
  /** Are the built files compiled to ES5, as 「将 JS 编译成 ES5」 does? */
  es5?: boolean
}

const built = ['index', 'alipay'] as const

/**
 * One plain script with the built files and the suite, for an engine that has nothing but the language: an expression of
 * a function that takes `print` and begins to run the tests.
 */
export function createScript({ macrotasks, es5 }: Variant): string {
  const sources = built.map((name) => {
    const source = readFileSync(join(__dirname, `../../miniprogram_dist/${name}.js`), 'utf8')
    const code = es5 ? transformSync(source, { swcrc: false, jsc: { target: 'es5' }, isModule: false }).code : source
    return `${name}: function (module, exports) {\n${code}\n}`
  })
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
var evaluate = { ${sources.join(', ')} };
${suite?.text}
return suite.start(print);
})`
}
