import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { reports } from './installed'

export interface Row {
  consumer: string
  version: string
  /** The file of the package that it took, and the fields of package.json that lead there. */
  'resolved to': string
  /** What the package adds to what it built, minified. */
  'bytes added'?: number
}

/** Test files know nothing of each other, nor does what prints the table: between them, it is a file. */
const file = join(reports, 'rows.jsonl')

export const addRow = (row: Row): void => appendFileSync(file, `${JSON.stringify(row)}\n`)

/** After the tests. */
export default function printTable(): void {
  if (!existsSync(file)) return
  const rows: Row[] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  rows.sort((one, other) => one.consumer.localeCompare(other.consumer))
  console.table(Object.fromEntries(rows.map(({ consumer, ...rest }) => [consumer, rest])))
}
