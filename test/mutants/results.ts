import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { schema } from '@stryker-mutator/api/core'
import { explained } from './explained'

/** Writes what Stryker found into RESULTS.md. Fails where a mutant survived that nobody has explained. */
const root = join(__dirname, '../..')
const { files }: schema.MutationTestResult = JSON.parse(readFileSync(join(root, 'reports/mutants.json'), 'utf8'))

interface Row {
  name: string
  mutants: schema.MutantResult[]
}

const survived = ({ status }: schema.MutantResult) => status === 'Survived' || status === 'NoCoverage'

function rowOf({ name, mutants }: Row): string {
  const count = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [killed, late, lived] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')]
  const score = (100 * (killed + late)) / (killed + late + lived)
  return `| ${[name, killed + late + lived, killed, late, lived, `${score.toFixed(1)} %`].join(' | ')} |`
}

/** The lines of a mutant, as it has them, in one. */
function linesOf(source: string, { location: { start, end }, replacement = '' }: schema.MutantResult): string {
  const lines = source.split('\n')
  const before = lines[start.line - 1]?.slice(0, start.column - 1)
  const after = lines[end.line - 1]?.slice(end.column - 1)
  return `${before}${replacement}${after}`.replace(/\s+/g, ' ').trim()
}

const rows = Object.entries(files).map(([path, { mutants }]) => ({ name: basename(path), mutants }))
const survivors = Object.entries(files).flatMap(([path, { source, mutants }]) =>
  mutants.filter(survived).map((mutant) => {
    const file = basename(path)
    const line = linesOf(source, mutant)
    const why = explained.find((entry) => entry.file === file && entry.line === line)?.why
    return { file, at: mutant.location.start.line, line, why }
  }),
)
const unexplained = survivors.filter(({ why }) => !why)
const stale = explained.filter(({ file, line }) => !survivors.some((one) => one.file === file && one.line === line))

const table = [
  '| | mutants | killed | timed out | survived | score |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...rows.filter(({ mutants }) => mutants.length > 0).map(rowOf),
  rowOf({ name: 'all', mutants: rows.flatMap(({ mutants }) => mutants) }),
]
const list = survivors.map(
  ({ file, at, line, why = 'not explained yet' }) => `- ${file}:${at} \`\`${line}\`\`: ${why}.`,
)
const text = `# Mutants of \`src\`

Written by \`npm run mutants\`, which plants one mistake at a time into the package and runs the contract's tests.

${table.join('\n')}

## Those that survived

${list.join('\n')}
`
writeFileSync(join(__dirname, 'RESULTS.md'), text)
console.log(`${table.join('\n')}\n\nThese, and those that survived, are in test/mutants/RESULTS.md.`)
for (const { file, at, line } of unexplained) console.error(`Nobody noticed ${file}:${at} ${line}`)
for (const { file, line } of stale) console.error(`Explained for nothing, for it is noticed or gone: ${file} ${line}`)
if (unexplained.length + stale.length > 0) process.exitCode = 1
