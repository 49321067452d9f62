import type { Hook, Step } from '../steps'
import type { Call } from '../watch/call'
import type { Copy } from '../watch/copy'
import { leaves } from '../watch/states'
import { follow, note, reactions } from './follow'

/** Asks for a login state in one of the ways that there are. */
export function ask(
  copy: Copy,
  how: 'ensureLogin' | 'login' | 'login(extra)' | 'ensureSessionKey',
  hook: Hook | null = null,
): Call {
  const api = how === 'login(extra)' ? 'login' : how
  const ticket = how === 'login(extra)' ? `ticket ${copy.world.calls.length}` : undefined
  const call = note(copy, api, { ticket })
  const { auth } = copy
  const at = reactions(call, hook)
  if (api === 'login') {
    // It ends the quiet time after a refused replay.
    copy.refusedReplayAt = -Infinity
    copy.endedReplayAt = -Infinity
    follow(call, () => auth.login(ticket === undefined ? undefined : { ticket }), at)
  } else follow(call, () => auth[api](), at)
  return call
}

export function logOut(copy: Copy): void {
  copy.leaving++
  // The first use looks at storage before all else, and who is told that it cannot does so before the logout.
  if (copy.loaded) leaves(copy)
  else copy.leavesLater = true
  try {
    copy.auth.logout()
  } catch (error) {
    copy.world.breach('nothing thrown', `logout threw ${error}`)
  }
  copy.leaving--
  copy.world.keeps('storage', copy.markedAt >= copy.loggedOutAt, () => 'the logout was not stored')
}

type ValidState = Exclude<(Step & { do: 'setState' })['state'], 'invalid'>

export function setState(copy: Copy, kind: ValidState): void {
  const { world } = copy
  const earlier = kind === 'earlier' ? [...copy.known.keys()][0] : undefined
  const token = earlier ?? world.server.issue()
  const state = {
    token,
    name: 'of a user',
    ...(kind === 'short-lived' && { expiresIn: 2 }),
    ...(kind === 'with session_key' && { session_key: 'key~set' }),
  }
  if (kind === 'with session_key' && world.options.exchange === 'url') {
    copy.owed.sessionKeys++
    copy.owed.keyLines++
  }
  const before = world.nextOrder()
  copy.setting.push(token)
  try {
    copy.auth.setState(state)
  } catch (error) {
    world.breach('set states', `setState threw ${error}`)
  }
  copy.setting.pop()
  const known = copy.known.get(token)?.order ?? -1
  world.keeps('set states', known > before, () => `${token} was not stored`)
}

export function setInvalidState(copy: Copy): void {
  const { world, newest, loggedOut, login } = copy
  const stored = textOf(world.storage)
  let thrown: any
  try {
    copy.auth.setState({ token: ' ' })
  } catch (error) {
    thrown = error
  }
  const same = newest === copy.newest && loggedOut === copy.loggedOut && login === copy.login
  const right = thrown?.name === 'TypeError' && same && stored === textOf(world.storage)
  world.keeps('set states', right, () => `an invalid state threw ${thrown}`)
}

const textOf = (storage: Map<string, string>): string => [...storage].join()

/** `surely`: nothing has happened in this tick by which the call may be over. */
export function abort(call: Call, surely: boolean): void {
  const { task, outcome, heard, sends, copy } = call
  if (!task) return
  const last = sends[sends.length - 1]
  const isOver = outcome || heard.length > 0
  if (!isOver && !call.aborted) call.aborted = surely ? 'surely' : 'perhaps'
  const inFlight = !isOver && surely && last && !last.said && last.hasTask
  const aborts = last?.aborts ?? 0
  task.abort()
  const told = !inFlight || (last?.aborts ?? 0) === aborts + 1
  copy.world.keeps('abort', told, () => `call ${call.id}: wx was not told`)
}
