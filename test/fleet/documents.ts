import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where documents state what a scenario came to: tables, each after `<!-- fleet scenario: client, client… -->`. */
const table = /(?<=<!-- fleet ([\w-]+): (.+) -->\n\n)(?:\|.*\n)+/g
/** Of the figures in a row of the results, those that documents state: exchanges, recovery and failures. */
const stated = [2, 3, 4]
const root = join(__dirname, '../..')

export const results = 'test/fleet/results/all.md'

export const readDocument = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The documents that have such a table. */
export function findDocuments(): string[] {
  const folders = ['.', 'docs', 'docs/zh-CN', 'test/fleet'].filter((folder) => existsSync(join(root, folder)))
  return folders
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
    .filter((path) => path.endsWith('.md') && readDocument(path).search(table) >= 0)
}

const cellsOf = (row = ''): string[] =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

/** What the results say of a scenario and a client. */
export function figuresOf(found: string, scenario: string, client: string): string[] {
  const row = found.split('\n').find((line) => line.startsWith(`| \`${scenario}\` | \`${client}\` |`))
  if (!row) throw new Error(`${results} has no row for ${scenario}, ${client}.`)
  return cellsOf(row).slice(2)
}

/** A document whose figures are those that were found. The heads of its tables and the names in them are its own. */
export function restate(document: string, found: string): string {
  return document.replace(table, (lines: string, scenario: string, clients: string) => {
    const [head, dashes, ...rows] = lines.trimEnd().split('\n')
    const asked = clients.split(', ')
    if (rows.length !== asked.length) throw new Error(`A table of ${asked.length} clients has ${rows.length} rows.`)
    const restated = asked.map((client, index) => {
      const figures = figuresOf(found, scenario, client)
      return `| ${[cellsOf(rows[index])[0], ...stated.map((column) => figures[column])].join(' | ')} |`
    })
    return `${[head, dashes, ...restated].join('\n')}\n`
  })
}
