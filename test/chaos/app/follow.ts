import type { Hook, Moment } from '../steps'
import type { Call } from '../watch/call'
import { type Copy, isCooling } from '../watch/copy'
import { settled } from '../watch/outcomes'

/** Notes a call before it is made. */
export function note(copy: Copy, api: Call['api'], wanted: Partial<Call> = {}): Call {
  const { world } = copy
  const call: Call = {
    id: world.calls.length,
    copy,
    api,
    login: 'required',
    issued: world.nextOrder(),
    wasLoggedOut: copy.loggedOut,
    duringCheck: copy.checking !== undefined,
    isOwn: api === 'login' && (wanted.ticket !== undefined || copy.checking !== undefined),
    within: world.within,
    sends: [],
    waiting: world.clock.awake,
    before: copy.newest,
    cooling: isCooling(copy) ? copy.failure?.error : undefined,
    chunks: [],
    hears: false,
    aborted: false,
    hasCallbacks: false,
    heard: [],
    ...wanted,
  }
  world.calls.push(call)
  copy.calls.push(call)
  return call
}

/** What the app does at a moment of a call, once. */
export function reactions(call: Call, hook: Hook | null): (moment: Moment) => void {
  let left = hook
  return (moment) => {
    if (left?.on !== moment || !call.copy.alive) return
    const { react } = left
    left = null
    call.copy.world.react(call.copy, react, call)
  }
}

/** Makes the call, and follows its promise to the end. */
export function follow(call: Call, make: () => Promise<unknown>, at: (moment: Moment) => void): any {
  const { world } = call.copy
  try {
    const promise = make()
    promise.then(
      (value) => ends(call, { value }, at),
      (error) => ends(call, { error }, at),
    )
    return promise
  } catch (error) {
    world.breach('nothing thrown', `${call.api} threw ${error}`)
  }
}

function ends(call: Call, outcome: { value: any } | { error: any }, at: (moment: Moment) => void): void {
  if (!call.copy.alive) return
  settled(call, outcome as any)
  try {
    at('settled')
  } catch {
    // Of a `.then` of its own the app has to take care itself.
  }
}
