import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { transformSync } from 'esbuild'

/**
 * Writes the size of the build into the READMEs, after their `<!-- size -->`. With `--check` it writes nothing and fails
 * where another size stands there.
 */
const root = join(__dirname, '..')
const stated = /(?<=<!-- size -->)[\d.]* kB/

/** Minified by esbuild and gzipped, as bundlers and servers do. */
function sizeOf(file: string): string {
  const { code } = transformSync(readFileSync(join(root, file), 'utf8'), { minify: true })
  return `${(gzipSync(code, { level: 9 }).length / 1000).toFixed(1)} kB`
}

const size = sizeOf('miniprogram_dist/index.js')
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
