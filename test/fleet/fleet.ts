import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compilePackage, readPackage } from '../chaos/world/package'
import { clients } from './clients'
import { findDocuments, readDocument, restate, results } from './documents'
import { findBroken } from './laws'
import { measure } from './measure'
import { type Curve, type Plot, plot } from './plot'
import { down, scenarios, start } from './scenarios'
import { simulate } from './simulate'
import { cellsOf, document, type Row } from './table'
import type { Language } from './text'

const { values, tokens } = parseArgs({
  tokens: true,
  options: {
    apps: { type: 'string', default: '2000' },
    scenario: { type: 'string', default: 'all' },
    client: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '200' },
    /** Of the work of an exchange, what it takes the server to refuse one. */
    refusal: { type: 'string', default: '0.05' },
    /** Of the package, in milliseconds, for every client. */
    cooldown: { type: 'string' },
    /** The build that is looked at. */
    build: { type: 'string' },
    /** Writes the table; where nothing else is asked for, the plots, too, and the figures in the documents. */
    write: { type: 'boolean', default: false },
  },
})
/** What is asked for, beside writing it: the results are named so. */
const asked = tokens.flatMap((token) =>
  token.kind === 'option' && token.name !== 'write' ? [`${token.name}-${token.value}`] : [],
)
const writesAll = values.write && !asked.length

const root = join(__dirname, '../..')
const folder = 'test/fleet/results'

/** Those of this name, or all. */
function choose<Named extends { name: string }>(option: 'scenario' | 'client', among: Named[]): Named[] {
  const wanted = values[option]
  const chosen = among.filter(({ name }) => wanted === 'all' || name === wanted)
  if (!chosen.length) throw new Error(`--${option} is one of: all, ${among.map(({ name }) => name).join(', ')}.`)
  return chosen
}

function number(option: 'apps' | 'seed' | 'seconds' | 'refusal' | 'cooldown', least: number): number {
  const value = Number(values[option])
  if (!(value >= least)) throw new Error(`--${option} must be a number, ${least} or more.`)
  return value
}

function write(path: string, content: string): void {
  writeFileSync(join(root, path), content)
  console.log(`Written: ${path}`)
}

function writePlots(drawn: Plot): void {
  const { scenario, curves } = drawn
  const inShort = curves.filter(({ client }) => client.inShort)
  const draw = (ending: string, language: Language) => {
    write(join(folder, `${scenario.name}.${ending}`), plot(drawn, language))
    if (scenario === down) write(join(folder, `in-short.${ending}`), plot({ ...drawn, curves: inShort }, language))
  }
  draw('svg', 'en')
  draw('zh-CN.svg', 'zh')
}

function writeTable(seconds: number, rows: Row[]): void {
  const command = ['npm run fleet --', ...process.argv.slice(2)].join(' ')
  const found = document(command, seconds, rows)
  write(asked.length ? join(folder, `${asked.join('-')}.md`) : results, found)
  if (writesAll) for (const path of findDocuments()) write(path, restate(readDocument(path), found))
}

async function main(): Promise<void> {
  const apps = number('apps', 100)
  const seconds = number('seconds', start + 10)
  const [seed, refusalCost] = [number('seed', 0), number('refusal', 0)]
  const cooldown = values.cooldown === undefined ? {} : { cooldown: number('cooldown', 1) }
  const [chosenScenarios, chosenClients] = [choose('scenario', scenarios), choose('client', clients)]
  // A million errors of failed logins are kept; nobody reads where they arose.
  Error.stackTraceLimit = 0
  const load = compilePackage(readPackage(values.build))
  if (values.write && values.build) throw new Error('--write is for the build of this repository, not for --build.')
  if (values.write) mkdirSync(join(root, folder), { recursive: true })
  const rows: Row[] = []
  let failed = false
  console.log(`${apps.toLocaleString('en')} apps for ${seconds} seconds, seed ${seed}.`)

  for (const scenario of chosenScenarios) {
    const curves: Curve[] = []
    for (const client of chosenClients) {
      const began = performance.now()
      const run = await simulate(load, scenario, { ...client, ...cooldown }, { apps, seconds, seed, refusalCost })
      const figures = measure(run, scenario, apps, seconds)
      curves.push({ client, run, figures })
      rows.push({ scenario, client, figures })
      console.log(`${scenario.name}, ${client.name}: ${((performance.now() - began) / 1000).toFixed(1)} s here`)
      for (const broken of findBroken(run, apps)) {
        console.error(`FAILED: ${broken}`)
        failed = true
      }
    }
    if (writesAll) writePlots({ scenario, curves, apps, seconds })
  }

  const named = rows.map(({ scenario, client, figures }) => [`${scenario.name}, ${client.name}`, cellsOf(figures)])
  console.table(Object.fromEntries(named))
  if (values.write) writeTable(seconds, rows)
  if (failed) process.exitCode = 1
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
