import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type * as Published from '../../src'
import { seedChance } from './chance'
import { collect } from './follow'
import { createLife, type Life } from './life'

/**
 * Bytes by which the heap may have grown since the end of the warm-up. Runs differ by half as much; one reference that
 * each of 100,000 calls leaves behind is more.
 */
const maxGrowth = 500_000
/** Calls after which V8 has compiled what it compiles, and every list of limited length is full. */
const warmUp = 5000
/** Calls between two times of rest. */
const day = 500

/** With each of them some call has to end, or the run proves less than it should. */
const codes: Published.AuthErrorCode[] = [
  'LOGIN_FAILED',
  'LOGIN_UNAVAILABLE',
  'EXCHANGE_FAILED',
  'TIMEOUT',
  'REJECTED',
  'REQUEST_FAILED',
  'ABORTED',
  'LOGGED_OUT',
]

function readOptions() {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      /** The build that is looked at. */
      build: { type: 'string', default: join(__dirname, '../../miniprogram_dist/index.js') },
    },
  })
  const [calls, seed] = [Number(values.calls), Number(values.seed)]
  if (!(calls > warmUp)) throw new Error(`--calls must be more than ${warmUp}, the calls of the warm-up.`)
  if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number.')
  if (!global.gc) throw new Error('Node has to be started with --expose-gc, as `npm run soak` does.')
  return { calls, seed, build: resolve(values.build) }
}

async function main(): Promise<void> {
  const { calls, seed, build } = readOptions()
  const problems = new Set<string>()
  process.on('unhandledRejection', (error) => problems.add(`Nobody handled a rejection: ${error}`))
  seedChance(seed)
  const began = performance.now()
  const life = createLife(require(build) as typeof Published, problems)
  const { clock } = life
  const born = clock.now

  await live(life, warmUp)
  const held = await collect()
  await live(life, calls - warmUp)
  const growth = (await collect()) - held

  // The error of a login that failed is kept for those who ask during the cooldown, and V8 keeps with it whoever is on its
  // stack: one who waited.
  if (life.followed.kept > 1) problems.add('A login that failed keeps more than one of those who waited for it.')
  life.forgetFailure()
  await collect()

  const { ends, pending, kept } = life.followed
  if (growth > maxGrowth) problems.add('The heap grows.')
  if (kept) problems.add('Promises are still in memory, though all have settled and nobody keeps them.')
  for (const code of codes)
    if (!Object.values(ends).some((counts) => counts[code])) problems.add(`No call ended with ${code}.`)
  for (const [name, { ok }] of Object.entries(ends)) if (!ok) problems.add(`No ${name} went well.`)

  console.table(ends)
  console.table({ events: life.events })
  const hours = ((clock.now - born) / 3_600_000).toFixed(1)
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`
  console.log(`Seed ${seed}: ${calls} calls in ${hours} hours of the phone and ${seconds} seconds of this machine.`)
  console.log(
    `Heap after ${warmUp} calls ${kB(held)}, after all ${kB(growth)} more; ${kB(maxGrowth)} more are allowed.`,
  )
  console.log(`Left: ${pending} pending promises, ${clock.countTimers()} timers, ${kept} settled promises in memory.`)
  for (const problem of problems) console.error(`FAILED: ${problem}`)
  if (problems.size) process.exitCode = 1
}

async function live(life: Life, calls: number): Promise<void> {
  for (let left = calls; left > 0; left -= day) await life.live(Math.min(left, day))
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
