import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { install } from '../helpers/install'
import { bundle, gzipped } from '../published/bundle'
import { type Contender, loadContenders, names } from './contenders'
import { short } from './format'
import { type Figures, isMet, limitsOf } from './limits'
import { measureColdStarts } from './measure/cold-start'
import { measureLoad } from './measure/load'
import { measureStorms } from './measure/storms'
import { measureWarm } from './measure/warm'
import { resultsOf } from './results'
import * as tables from './tables'

const ourBuild = join(__dirname, '../../dist/index.mjs')
const results = join(__dirname, 'RESULTS.md')

function readOptions() {
  const { values } = parseArgs({
    options: {
      /** The build that is measured. What is found of another one than that of this project is written nowhere. */
      build: { type: 'string', default: ourBuild },
      /** Leaves out all others but those with which the limits compare, and writes nothing. */
      alone: { type: 'boolean', default: false },
    },
  })
  if (!global.gc) throw new Error('Node has to be started with --expose-gc, as `npm run bench` does.')
  return { build: resolve(values.build), alone: values.alone }
}

async function measure(build: string, contenders: Contender[]): Promise<Figures> {
  // The bare one has no login.
  const withLogin = contenders.filter(({ name }) => name !== names.bare)
  console.log('Measuring how they load.')
  const load = await measureLoad(contenders)
  console.log('Measuring a request.')
  const warm = await measureWarm(contenders)
  console.log('Measuring the first answer after a start.')
  const coldStarts = await measureColdStarts(withLogin)
  console.log('Measuring storms, which takes some minutes.')
  const outcomes = await measureStorms(withLogin)
  return { gzip: gzipped(bundle(build)), load, warm, coldStarts, outcomes }
}

async function main(): Promise<void> {
  const { build, alone } = readOptions()
  // The others are no dependency of the project, so they are installed by who measures.
  install(__dirname, 'those that are compared')
  // Some of the others leave rejections that nobody handles.
  process.on('unhandledRejection', () => {})
  const all = loadContenders(build)
  const contenders = alone ? all.filter(({ name }) => Object.values(names).includes(name)) : all
  const figures = await measure(build, contenders)

  console.log(`\n${tables.limits(figures)}`)
  if (!alone && build === ourBuild) {
    writeFileSync(results, resultsOf(contenders, figures))
    console.log('Written to test/bench/RESULTS.md. `npm run sizes` takes the READMEs’ figures from there.')
  }
  const missed = limitsOf(figures).filter((limit) => !isMet(limit))
  for (const { what, is, must } of missed)
    console.error(`MISSED: ${what} is ${short(is)}, must be ${short(must)} at most.`)
  if (missed.length) process.exitCode = 1
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
