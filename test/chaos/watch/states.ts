import type { AuthEvent, LoginState } from '../../../src'
import { hasSessionKey } from '../world/server'
import { isRecord, key, stateOfAnother } from '../world/stored'
import { isWaiting, wantsState } from './call'
import { type Copy, isExpired, type Known, usable } from './copy'
import { failedLoginToldOf, loginSucceeds, loginToldOf } from './login-ends'
import { dropLogin } from './logins'
import { textOf } from './text'

function come(copy: Copy, { token, expiresIn }: LoginState, wall: number, by: Known['by'], isOver = false): void {
  const life = expiresIn === undefined ? Number.NaN : expiresIn * 1000
  // What is read on the way out of a login is of before the logout.
  copy.known.set(token, { order: isOver ? -1 : copy.world.nextOrder(), wall, life, by })
  if (isOver) return
  copy.refused.delete(token)
  copy.newest = token
}

/** The package read its record: `stored` is what it got. `first`: before it had used storage in any way. */
export function storageRead(copy: Copy, name: string, stored: any, first: boolean): void {
  copy.world.tell?.(copy, `reads ${JSON.stringify(stored)}`)
  copy.world.keeps('storage', name === key, () => `${name} was read`)
  if (!isRecord(stored)) return
  if ('loggedOut' in stored) {
    if (first) copy.loggedOut = true
    else if (!copy.marks.has(stored.loggedOut)) copy.owed.logouts++
    copy.marks.add(stored.loggedOut)
    return
  }
  const { state, arrivedAt } = stored
  if (copy.known.has(state.token)) return
  come(copy, state, arrivedAt, 'storage', copy.loggedOut)
  if (first) copy.announced = state.token
}

/** The package is about to store something, which may fail. */
export function storageWritten(copy: Copy, name: string, stored: any): void {
  const { world } = copy
  world.tell?.(copy, `stores ${JSON.stringify(stored)}`)
  world.keeps('storage', name === key, () => `${name} was written`)
  const fields = Object.keys(stored ?? {}).join()
  const right = isRecord(stored) && /^version,(state,arrivedAt|loggedOut)$/.test(fields)
  world.keeps('storage', right && !hasSessionKey(stored), () => `a record of ${fields} was written`)
  if (!right) return
  const now = world.clock.wall()
  if ('loggedOut' in stored) {
    world.keeps('storage', copy.leaving > 0, () => 'a logout was stored')
    if (copy.leavesLater) leaves(copy)
    copy.marks.add(stored.loggedOut)
    copy.markedAt = world.nextOrder()
    return
  }
  const { state, arrivedAt } = stored
  const { token } = state
  world.keeps('storage', arrivedAt === now, () => `it came ${now - arrivedAt} ms ago`)
  const wasSet = copy.setting.includes(token)
  if (wasSet) dropLogin(copy)
  else {
    const rule = copy.loggedOut && !copy.login ? 'logged out' : 'dropped logins'
    world.keeps(rule, loginSucceeds(copy, token), () => `${token} was stored, which nobody waits for`)
  }
  come(copy, state, now, wasSet ? 'setState' : 'login')
  if (copy.loggedOut) copy.backAt = world.nextOrder()
  copy.loggedOut = false
  copy.failure = undefined
  for (const call of copy.calls) if (isWaiting(call) && wantsState(call) && !call.isOwn) call.due = token
}

/** `logout()` was called, or a logout of another copy was adopted. */
export function leaves(copy: Copy): void {
  copy.leavesLater = false
  copy.loggedOut = true
  copy.loggedOutAt = copy.world.nextOrder()
  copy.newest = undefined
  dropLogin(copy)
}

export function toldOf(copy: Copy, event: AuthEvent): void {
  const { world } = copy
  world.tell?.(copy, `event ${event.type}`)
  if (event.type === 'logout' && !copy.leaving) {
    leaves(copy)
    copy.owed.logouts--
  }
  if (event.type === 'login') loginToldOf(copy, event)
  if (event.type === 'login-failed') failedLoginToldOf(copy, event)
  if (event.type === 'rejected') {
    if (event.url === undefined) copy.refusals.shift()?.()
    copy.owed.rejections--
    isToldRightly(copy, event)
  }
  if (event.type === 'storage-failed') copy.owed.storageFaults--
  if (event.type === 'session-key-exposed' && world.options.exchange === 'url') copy.owed.sessionKeys--
  tellsNothing(copy, 'an event', event)
}

function isToldRightly({ world }: Copy, { url = '', replay }: AuthEvent & { type: 'rejected' }): void {
  world.keeps('events', !/[?#]/.test(url), () => `a rejection of ${url} was told`)
  const call = world.calls[Number(/\/c(\d+)$/.exec(url)?.[1])]
  const wasReplay = call?.sends.length === 2
  world.keeps('events', !call || replay === wasReplay, () => `a rejection of ${url} was told, replay: ${replay}`)
}

export function tellsNothing(copy: Copy, what: string, told: unknown): void {
  const secret = /(tok|cod|key|bdy|wxfile:\/\/tmp\/)~[^"\s]*/.exec(textOf(told))
  if (secret) copy.world.breach('secrets', `${what} tells ${secret[0].slice(0, 40)}`)
}

export function announced(copy: Copy, state: LoginState | undefined): void {
  const { world } = copy
  world.tell?.(copy, `announces ${state?.token}`)
  copy.announced = state?.token
  if (!state) {
    // A refused one that could not be replaced is gone.
    if (copy.refused.has(copy.newest ?? '')) copy.newest = undefined
    return
  }
  // It may have been known here before the other copy stored it.
  if (state.token === stateOfAnother(copy)) copy.newest = state.token
  world.keeps('logged out', !copy.loggedOut, () => `${state.token} was announced`)
  world.keeps('announcements', state.token === copy.newest, () => `${state.token}, where ${copy.newest} is the newest`)
}

/** Looks at `auth.state`, once storage has been read anyway. */
export function lookAtState(copy: Copy): void {
  const { world, newest, announced } = copy
  if (!copy.loaded) return
  const { state } = copy.auth
  const shown = state?.token
  const renewing = newest !== undefined && copy.refused.has(newest) && (!!copy.login || !!copy.checking)
  const expected = renewing ? newest : usable(copy)
  world.keeps('logged out', !copy.loggedOut || shown === undefined, () => `auth.state is ${shown}`)
  const shows = shown === expected || (shown === newest && shown === copy.unrenewed)
  world.keeps('known state', shows, () => `auth.state is ${shown} in place of ${expected}`)
  const hidden = shown === undefined && announced !== undefined && isExpired(copy, announced)
  world.keeps('announcements', hidden || shown === announced, () => `auth.state is ${shown}, told was ${announced}`)
}
