import type { Reaction, Step } from '../steps'
import { type Call, isPending } from '../watch/call'
import { type Copy, left } from '../watch/copy'
import { corruptRecords } from '../world/corrupt-records'
import { key } from '../world/stored'
import type { World } from '../world/world'
import { abort, ask, logOut, setInvalidState, setState } from './change-state'
import { makeCall } from './make-call'
import { runWithLogin } from './run-with-login'
import { start } from './start'

const mostCopies = 3

/** Does what a step says. */
export function perform(world: World, step: Step): void {
  const copy = world.copies[(step.copy ?? 0) % world.copies.length] as Copy
  const { server, clock } = world
  world.tell?.(copy, `STEP ${JSON.stringify(step)}`)
  switch (step.do) {
    case 'request':
    case 'uploadFile':
    case 'downloadFile':
    case 'stream':
      makeCall(copy, step)
      break
    case 'withLogin':
      runWithLogin(copy, step)
      break
    case 'ensureLogin':
    case 'login':
    case 'login(extra)':
    case 'ensureSessionKey':
      ask(copy, step.do, step.hook)
      break
    case 'logout':
      logOut(copy)
      break
    case 'setState':
      if (step.state === 'invalid') setInvalidState(copy)
      else setState(copy, step.state)
      break
    case 'abort':
      abortOneOf(copy, step.which, !!step.wait)
      break
    case 'listen':
      copy.hooks[step.to] = () => react(copy, step.react)
      break
    case 'start':
      if (world.copies.length < mostCopies) start(world)
      break
    case 'restart':
      close(copy)
      start(world)
      break
    case 'interrupt':
      for (const end of world.inFlight) end()
      break
    case 'revoke':
      server.revoke(step.which)
      break
    case 'expire':
      server.expiresIn = step.seconds ?? undefined
      break
    case 'jump':
      if (step.by < 0) world.met.push('a clock set back')
      clock.jump(step.by)
      break
    case 'age':
      age(copy, step.left)
      break
    case 'sleep':
      clock.sleep(step.by)
      break
    case 'misbehave':
      for (let time = 0; time < (step.times ?? 1); time++) world.faults.push({ method: step.method, how: step.how })
      break
    case 'answer':
      for (let time = 0; time < (step.times ?? 1); time++) server.misbehave(step.to, step.how)
      break
    case 'storage':
      if (step.works) world.storageFaults.delete(step.fails)
      else world.storageFaults.add(step.fails)
      break
    case 'corrupt':
      world.storage.set(key, JSON.stringify(corruptRecords[step.record]))
      world.stored = undefined
      break
    case 'single page':
      world.singlePage = step.on
      break
    case 'session_key':
      world.sessionKeyAlive = false
  }
}

function age(copy: Copy, wanted: (Step & { do: 'age' })['left']): void {
  const state = copy.known.get(copy.newest ?? '')
  if (!state || !(state.life < 1e9)) return
  const rest = wanted === 'a twentieth' ? state.life / 20 : wanted === 'a fifth' ? state.life / 5 : wanted
  copy.world.clock.jump(Math.floor(Math.max(0, left(copy, state) - rest)))
}

function abortOneOf({ calls }: Copy, which: number, surely: boolean): void {
  const tasks = calls.filter((call) => call.task && isPending(call))
  const call = tasks[which % tasks.length]
  if (call) abort(call, surely)
}

/** The app is closed: nothing of it runs any more. */
function close(copy: Copy): void {
  copy.alive = false
  copy.world.clock.kill(copy)
  copy.world.copies = copy.world.copies.filter((other) => other !== copy)
}

/** What a listener or a callback does, in the midst of what calls it. */
export function react(copy: Copy, reaction: Reaction, call?: Call): void {
  switch (reaction) {
    case 'logout':
      logOut(copy)
      break
    case 'login':
    case 'login(extra)':
    case 'ensureLogin':
      ask(copy, reaction)
      break
    case 'setState':
      setState(copy, 'new')
      break
    case 'request':
      makeCall(copy, { do: 'request' })
      break
    case 'optional':
      makeCall(copy, { do: 'request', login: 'optional' })
      break
    case 'abort':
      if (call) abort(call, false)
      else abortOneOf(copy, 0, false)
      break
    case 'throw':
      throw new Error('of the app')
  }
}
