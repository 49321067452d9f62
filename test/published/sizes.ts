import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { budget, bundle, gzipped, kB } from './bundle'

/**
 * Writes the figures that documents state: after each `<!-- size -->` the size of the build, and in the table after
 * `<!-- bench -->` what the benchmark found. With `--check` it writes nothing and fails where others stand there. Fails,
 * too, where the build has outgrown its budget.
 */
const root = join(__dirname, '../..')
const results = 'test/bench/RESULTS.md'

const stated = /(?<=<!-- size -->)[\d.]* kB/g
const benchTable = /(?<=<!-- bench -->\n\n)(?:\|.*\n)+/

const bytes = gzipped(bundle(join(root, 'dist/index.mjs')))
const size = kB(bytes)
const isCheck = process.argv.includes('--check')

console.log(`${bytes} bytes minified and gzipped, of ${budget}.`)
if (bytes > budget) complain(`The build has ${bytes} bytes, minified and gzipped: at most ${budget} are promised.`)

const measured = rowsOf(update(results))
for (const readme of ['README.md', 'README.zh-CN.md']) update(readme)

function complain(complaint: string): void {
  console.error(complaint)
  process.exitCode = 1
}

/** Brings a document up to date, and returns it as it should be. */
function update(path: string): string {
  const text = readFileSync(join(root, path), 'utf8')
  for (const marked of [stated, benchTable])
    if (text.search(marked) < 0) complain(`${path} has nothing where ${marked} looks for figures.`)
  const withSize = text.replace(stated, size)
  const wanted = path === results ? withSize : withSize.replace(benchTable, withFigures)
  if (wanted === text) return text
  if (isCheck) complain(`${path} states figures that are not those of the build or of ${results}: run npm run sizes.`)
  else {
    writeFileSync(join(root, path), wanted)
    console.log(`${path} has new figures.`)
  }
  return wanted
}

function rowsOf(text: string): string[][] {
  const [table = ''] = benchTable.exec(text) ?? []
  return [...table.matchAll(/^\| (.*) \|$/gm)].map(([, cells = '']) => cells.split(' | '))
}

/** A table whose heads and names are in the language of its document, and whose figures are those that were measured. */
function withFigures(table: string): string {
  const lines = table.trimEnd().split('\n')
  if (lines.length !== measured.length)
    complain(`A table has ${lines.length} lines, that of ${results} has ${measured.length}.`)
  return lines
    .map((line, index) => {
      const [name] = line.split(' | ')
      const [, ...figures] = measured[index] ?? []
      return index < 2 ? line : `${[name, ...figures].join(' | ')} |`
    })
    .map((line) => `${line}\n`)
    .join('')
}
