import { parseArgs } from 'node:util'
import { isOpen } from './counterexamples'
import { describe, explore, trace } from './explore'
import { plantAll } from './planted/plant'
import type { Breach } from './watch/rules'
import { compilePackage, readPackage } from './world/package'

const usage = `Plays random scenarios on the built package, until a rule of watch/rules.ts is broken.
  npm run chaos -- --runs 100000 --seed 42   so many; the same seed gives the same ones
  npm run chaos -- --seed 42 --path 166:0:3  what was found there, once more
  npm run chaos -- --play '{"steps": []}'    this scenario, with all that happens in it
  npm run chaos -- --planted --only logout   finds mistakes that are planted into the package, all or some
  npm run chaos -- --file other/index.js     plays on this build, in any of these ways`

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    path: { type: 'string' },
    play: { type: 'string' },
    planted: { type: 'boolean' },
    only: { type: 'string' },
    file: { type: 'string' },
    help: { type: 'boolean' },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed)
if (!(runs > 0) || !Number.isInteger(seed)) throw new TypeError(`--runs and --seed take numbers\n${usage}`)
const source = readPackage(values.file)

/** Did all go well? */
async function search(): Promise<boolean> {
  const load = compilePackage(source)
  const started = Date.now()
  console.log(`Plays ${runs} scenarios with seed ${seed}.`)
  let open = 0
  const passesOver = (breach: Breach) => isOpen(breach) && ++open > 0
  const finding = await explore(load, { runs, seed, path: values.path, passesOver })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  if (!finding) {
    console.log(`Every rule held, in ${seconds} s.`)
    if (open) console.log(`${open} runs ended where a counterexample is open still.`)
    return true
  }
  console.log(await describe(load, finding))
  console.log(`Found after ${finding.runs} runs in ${seconds} s. To repeat it:`)
  console.log(`  npm run chaos -- --seed ${seed} --path ${finding.path}`)
  return false
}

async function play(scenario: string): Promise<boolean> {
  const { lines, breach } = await trace(compilePackage(source), JSON.parse(scenario))
  console.log([...lines, breach ? `Broken: ${breach.rule}. ${breach.detail}` : 'Every rule held.'].join('\n'))
  return !breach
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage)
  const { planted, only } = values
  const done = planted ? plantAll(source, { runs, seed, only }) : values.play ? play(values.play) : search()
  if (!(await done)) process.exitCode = 1
}

main()
