import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import node from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import * as esbuild from 'esbuild'
import * as rollup from 'rollup'
import * as vite from 'vite'
import webpack from 'webpack'

/**
 * `node bundle.mjs <bundler> <folder>` bundles the pages of `app` into a folder: minified, with source maps, and
 * otherwise as the bundler does it unasked.
 */
const [bundler = '', path = ''] = process.argv.slice(2)
const app = join(import.meta.dirname, 'app')

/** @type {Record<string, (entry: string, filename: string) => Promise<unknown>>} */
const bundlers = {
  webpack: (entry, filename) => pack(entry, filename, {}),
  // As webpack 4 did, and tools that are built on it: `exports` was not known then.
  'webpack without exports': (entry, filename) => pack(entry, filename, { exportsFields: [] }),
  // As tools do that prefer what is published for mini-programs.
  'webpack for miniprogram': (entry, filename) =>
    pack(entry, filename, { exportsFields: [], mainFields: ['miniprogram', 'main'] }),
  vite: (entry, filename) =>
    vite.build({
      configFile: false,
      logLevel: 'warn',
      build: {
        lib: { entry, formats: ['cjs'], fileName: () => filename },
        outDir: path,
        emptyOutDir: false,
        sourcemap: true,
      },
    }),
  async rollup(entry, filename) {
    const build = await rollup.rollup({ input: entry, plugins: [node(), terser()], logLevel: 'silent' })
    await build.write({ file: join(path, filename), format: 'cjs', sourcemap: true })
  },
  esbuild: (entry, filename) =>
    esbuild.build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      sourcemap: true,
      outfile: join(path, filename),
      logLevel: 'error',
      // Else it finds that of the project's tests, to which the package is its source.
      tsconfigRaw: '{}',
    }),
}

/**
 * @param {string} entry
 * @param {string} filename
 * @param {object} resolve
 */
async function pack(entry, filename, resolve) {
  const output = { path, filename }
  const compiler = webpack({ mode: 'production', devtool: 'source-map', context: app, entry, output, resolve })
  const stats = await promisify(compiler.run.bind(compiler))()
  if (stats.hasErrors()) throw new Error(stats.toString())
}

mkdirSync(path, { recursive: true })
for (const page of ['wechat', 'alipay', 'nothing']) await bundlers[bundler]?.(join(app, `${page}.js`), `${page}.js`)
