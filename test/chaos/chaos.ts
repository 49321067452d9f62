import { parseArgs } from 'node:util'
import { isOpen } from './counterexamples'
import { describe, explore } from './explore'
import { plantAll } from './planted/plant'
import { compilePackage, readPackage } from './world/package'

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    path: { type: 'string' },
    planted: { type: 'boolean', default: false },
    only: { type: 'string' },
    file: { type: 'string' },
  },
})

async function main(): Promise<void> {
  const runs = Number(values.runs ?? 10_000)
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  const { path } = values
  if (values.planted) {
    if (!(await plantAll(readPackage(values.file), runs, seed, values.only))) process.exitCode = 1
    return
  }
  const started = Date.now()
  const load = compilePackage(readPackage(values.file))
  const finding = await explore(load, { runs, seed, path, passesOver: isOpen })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  if (!finding) return console.log(`${runs} runs in ${seconds} s with seed ${seed}: every rule held.`)
  console.log(await describe(load, finding))
  console.log(`Found after ${finding.runs} runs in ${seconds} s. To repeat it:`)
  console.log(`  npm run chaos -- --seed ${seed} --path ${finding.path}`)
  process.exitCode = 1
}

main()
