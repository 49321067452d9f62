import { runInThisContext } from 'node:vm'
import { abort, ask } from './app/change-state'
import { makeCall } from './app/make-call'
import { perform, react } from './app/perform'
import { start } from './app/start'
import { type Options, plainOptions, type Scenario } from './steps'
import { nameOf } from './watch/calls'
import type { Copy } from './watch/copy'
import { momentEnds } from './watch/moment'
import type { Breach } from './watch/rules'
import { createClock } from './world/clock'
import { macrotaskPromise } from './world/macrotask-promise'
import type { Load } from './world/package'
import { createServer } from './world/server'
import type { World } from './world/world'

/** Milliseconds in which everything ends: the timeout of wx, and what may follow it. */
const allEnds = 300_000
/** The longest cooldown there is. */
const longestCooldown = 120_000
/** What was begun goes on, faults included. */
const aftermath = 20_000
const workTime = 10_000

/** Plays a scenario, and says which rule was broken first. `tell` hears of all that happens. */
export async function play(
  load: Load,
  { options, steps }: Scenario,
  tell?: (line: string) => void,
): Promise<Breach | undefined> {
  const world = createWorld(load, { ...plainOptions, ...options })
  if (tell) world.tell = ({ number }, what) => tell(`${world.clock.awake} ms, copy ${number}: ${what}`)
  const unhandled = (reason: unknown) => world.breach('nothing unhandled', `${reason}`)
  realProcess.on('unhandledRejection', unhandled)
  // Thousands of stacks would be mapped to their sources. It is their first line that could give something away.
  const { stackTraceLimit } = realError
  realError.stackTraceLimit = 0
  try {
    start(world)
    for (const step of steps) {
      if (step.wait) await world.clock.run(step.wait)
      if (world.breached) break
      perform(world, step)
    }
    await world.clock.run(aftermath)
    if (!world.breached) await recover(world)
    return world.breached
  } finally {
    realProcess.off('unhandledRejection', unhandled)
    realError.stackTraceLimit = stackTraceLimit
    for (const copy of world.copies) copy.alive = false
  }
}

// Under Jest, `process` and `Error` are copies, of which neither Node nor the compiled package knows.
const realProcess: NodeJS.Process = runInThisContext('process')
const realError: ErrorConstructor = runInThisContext('Error')

function createWorld(load: Load, options: Options): World {
  let order = 0
  const world: World = {
    options,
    load,
    clock: createClock({
      momentEnds: () => momentEnds(world),
      threw: (error) => world.breach('nothing thrown', `to wx: ${error}`),
      interrupted: () => world.breached !== undefined,
    }),
    server: createServer(options.expiresIn),
    Promise: options.callbacks === 'macrotask' ? macrotaskPromise((act) => world.clock.later(0, act)) : Promise,
    storage: new Map(),
    stored: undefined,
    storageFaults: new Set(),
    faults: [],
    takeFault(method) {
      const index = world.faults.findIndex((fault) => fault.method === method)
      return index < 0 ? undefined : world.faults.splice(index, 1)[0]?.how
    },
    singlePage: false,
    sessionKeyAlive: true,
    copies: [],
    started: 0,
    calls: [],
    codes: [],
    sentCodes: new Set(),
    inFlight: new Set(),
    nextOrder: () => ++order,
    authorized: (token): Record<string, string> =>
      options.authorize === 'custom' ? { 'X-Token': token, 'X-Kind': 'chaos' } : { Authorization: `Bearer ${token}` },
    within: undefined,
    met: [],
    react,
    tell: undefined,
    breach(rule, detail) {
      world.breached ??= { rule, detail, met: [...world.met] }
    },
    keeps(rule, holds, detail) {
      if (!holds) world.breach(rule, detail())
    },
    breached: undefined,
  }
  return world
}

/** The faults are over: whatever pends ends, and every copy works again. */
async function recover(world: World): Promise<void> {
  const { clock, server } = world
  world.faults = []
  world.storageFaults.clear()
  world.singlePage = false
  server.behave()
  for (const copy of world.copies) copy.hooks = {}
  await clock.run(allEnds)
  for (const call of world.copies.flatMap(({ calls }) => calls)) abort(call, true)
  await clock.run(longestCooldown)
  const pending = world.copies.flatMap(({ calls }) => calls)
  world.keeps('waits end', pending.length === 0, () => `${pending.map(nameOf)} will never end`)
  for (const copy of world.copies) if (!world.breached) await works(copy)
}

async function works(copy: Copy): Promise<void> {
  const { world } = copy
  // A look at it reads storage, where a logout may lie.
  void copy.auth.state
  for (let tries = 1; !world.breached; tries++) {
    if (copy.loggedOut) {
      const login = ask(copy, 'login')
      await world.clock.run(workTime)
      world.keeps('recovery', login.outcome?.value !== undefined, () => `login() failed: ${login.outcome?.error}`)
    }
    const before = world.codes.length
    const call = makeCall(copy, { do: 'request' })
    await world.clock.run(workTime)
    const { value, error } = call.outcome ?? {}
    const logins = world.codes.length - before
    if (value?.statusCode === 200 && logins <= 1) return
    // Once it may be deceived by what another copy has left in storage.
    const adopted = copy.known.get(call.sends[1]?.token ?? '')
    const isOld = error?.code === 'REJECTED' && adopted?.by === 'storage' && adopted.order > call.issued
    const isOut = error?.code === 'LOGGED_OUT' && copy.loggedOutAt > call.issued
    const how = `${nameOf(call)} ended with ${error ?? value?.statusCode}, after ${logins} logins`
    world.keeps('recovery', tries === 1 && (isOld || isOut), () => how)
    await world.clock.run(longestCooldown)
  }
}
