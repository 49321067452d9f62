import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compilePackage, readPackage } from '../chaos/world/package'
import { clients } from './clients'
import { findBroken } from './laws'
import { measure } from './measure'
import { type Curve, plot } from './plot'
import { scenarios, start } from './scenarios'
import { simulate } from './simulate'
import { cellsOf, document, type Row } from './table'

const { values } = parseArgs({
  options: {
    apps: { type: 'string', default: '3000' },
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
    /** Writes the table and, where every client took part, the plots. */
    write: { type: 'boolean', default: false },
  },
})

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

function write(name: string, content: string): void {
  const results = join(__dirname, 'results')
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, name), content)
  console.log(`Written: test/fleet/results/${name}`)
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
    if (values.write && curves.length === clients.length) {
      const drawn = { scenario, curves, apps, seconds }
      write(`${scenario.name}.svg`, plot(drawn, 'en'))
      write(`${scenario.name}.zh-CN.svg`, plot(drawn, 'zh'))
    }
  }

  const named = rows.map(({ scenario, client, figures }) => [`${scenario.name}, ${client.name}`, cellsOf(figures)])
  console.table(Object.fromEntries(named))
  if (values.write) {
    const command = ['npm run fleet --', ...process.argv.slice(2)].join(' ')
    const part = [values.scenario, values.client].filter((name) => name !== 'all')
    write(`${[apps, 'apps', ...part].join('-')}.md`, document(command, seconds, rows))
  }
  if (failed) process.exitCode = 1
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
