import type { World } from '../world/world'
import { type Call, isWaiting } from './call'
import { nameOf } from './calls'
import type { Copy } from './copy'
import { loginGoesOnRightly } from './login-ends'
import { lookAtState } from './states'

/** What must hold whenever nothing more is due at a moment. */
export function momentEnds(world: World): void {
  for (const copy of world.copies) {
    lookAtState(copy)
    loginGoesOnRightly(copy)
    everyCallIsSomewhere(copy)
    copy.justRefused = undefined
    everythingIsTold(copy)
    const pending = !!copy.login || !!copy.checking || copy.calls.some(isWaiting)
    const timers = world.clock.timersLeft(copy)
    world.keeps('nothing left', pending || timers === 0, () => `${timers} timers are left`)
  }
}

function everyCallIsSomewhere(copy: Copy): void {
  const { world } = copy
  for (const call of copy.calls) {
    if (call.outcome) {
      callbacksAreCalled(call)
      continue
    }
    const detail = () => `${nameOf(call)} is pending`
    const last = call.sends[call.sends.length - 1]
    world.keeps('abort', !call.aborted, detail)
    world.keeps('true outcomes', !last?.said || last.rejected, () => `${detail()} though wx ended it`)
    if (call.waiting === undefined) continue
    world.keeps('same tick', call.login === 'required', detail)
    const under = copy.login || copy.checking
    world.keeps(
      'logout at once',
      copy.loggedOutAt < call.issued,
      () => `${detail()}${under ? ', for a new login' : ''}`,
    )
    world.keeps('waits end', !!under, () => `${detail()}, and waits for nothing`)
    const passed = world.clock.awake - call.waiting
    const why = whyLonger(call)
    world.keeps('waits end', passed <= world.options.loginTimeout, () => `${detail()} after ${passed} ms${why}`)
    const checks = call.api === 'ensureSessionKey' && !!copy.checking
    const due = !checks && call.due !== undefined && call.due === copy.newest && !copy.refused.has(call.due)
    world.keeps('new states are used', !due, () => `${detail()} though ${call.due} came`)
  }
  // Those that are over are of no interest any more.
  copy.calls = copy.calls.filter(({ outcome }) => !outcome)
}

/** What may have made a wait begin anew. */
function whyLonger({ due, api, issued, copy }: Call): string {
  if (due !== undefined) return ', the state that came was lost at once'
  const failed = api === 'ensureSessionKey' && [...copy.errors.values()].some((told) => told > issued)
  return failed ? ', a renewal that failed included' : ''
}

function callbacksAreCalled({ copy, outcome, heard, hasCallbacks, id }: Call): void {
  if (!hasCallbacks || !outcome) return
  const [first, last] = heard
  const value = 'error' in outcome ? outcome.error : outcome.value
  const names = heard.map(({ name }) => name).join()
  const right = names === ('error' in outcome ? 'fail,complete' : 'success,complete')
  const told = right && first?.value === value && last?.value === value
  copy.world.keeps('callbacks', told, () => `call ${id} called ${names || 'nothing'}`)
}

function everythingIsTold({ world, owed, untold }: Copy): void {
  world.keeps('events', untold.length === 0, () => 'a login was not told')
  world.keeps('events', owed.rejections === 0, () => `${owed.rejections} rejections were not told`)
  world.keeps('events', owed.storageFaults === 0, () => `${owed.storageFaults} storage faults were not told`)
  const keys = owed.sessionKeys === 0 && owed.keyLines === 0
  world.keeps('exposed session_key', keys, () => `${owed.sessionKeys} events, ${owed.keyLines} lines are missing`)
  world.keeps('adoption', owed.logouts === 0, () => 'the logout of another copy was read, and not adopted')
}
