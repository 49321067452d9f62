import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildSync } from 'esbuild'

/**
 * Writes the size of the build into the READMEs, after their `<!-- size -->`. With `--check` it writes nothing and fails
 * where another size stands there. Fails, too, where the build has outgrown its budget.
 */
const root = join(__dirname, '../..')
/** Bytes of everything, as `sizeOf` measures them: what the package promises. */
const budget = 4500
const stated = /(?<=<!-- size -->)[\d.]* kB/

/** Bundled, minified and gzipped: what all of it adds to an app. */
function sizeOf(file: string): number {
  const [bundle] = buildSync({
    entryPoints: [join(root, file)],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2018',
    tsconfigRaw: {},
    write: false,
  }).outputFiles
  return gzipSync(bundle?.contents ?? '', { level: 9 }).length
}

const bytes = sizeOf('dist/index.mjs')
const size = `${(bytes / 1000).toFixed(1)} kB`
console.log(`${bytes} bytes minified and gzipped, of ${budget}.`)
if (bytes > budget) {
  console.error(`The build has ${bytes} bytes, minified and gzipped: at most ${budget} are promised.`)
  process.exitCode = 1
}
for (const readme of ['README.md', 'README.zh-CN.md']) {
  const text = readFileSync(join(root, readme), 'utf8')
  const found = stated.exec(text)?.[0]
  if (found === size) continue
  if (found && !process.argv.includes('--check')) {
    writeFileSync(join(root, readme), text.replace(stated, size))
    console.log(`${readme}: ${found} → ${size}`)
    continue
  }
  console.error(
    found
      ? `${readme} says ${found} but the build has ${size}: run npm run build && npm run sizes.`
      : `${readme} has no size: write <!-- size -->${size} where it belongs.`,
  )
  process.exitCode = 1
}
