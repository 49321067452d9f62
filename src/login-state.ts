import { type Core, elapsed, emit, type Held, isNew } from './core'
import { notify } from './errors'
import { parseState } from './parse-state'
import type { LoginState } from './types'

/** What lies in storage under `version`: a login state and its time of arrival, or the time of a logout. */
const version = 1

/** The newest state, refused and expired ones included. The first call reads storage. */
export function current<State extends LoginState>(core: Core<State>): Held<State> | undefined {
  if (!core.loaded) read(core)
  return core.held
}

/**
 * The newest state, if the server may still take it; `early`: unless it is so close to its end that it should be renewed
 * first.
 */
export function usable<State extends LoginState>(core: Core<State>, early?: boolean): Held<State> | undefined {
  const held = current(core)
  if (!held || held.refused) return
  // NaN, with which no comparison holds, where nothing is said of its end.
  const lifetime = (held.state.expiresIn as number) * 1000
  const margin = early ? Math.min(60_000, lifetime / 10) : 1
  return lifetime - elapsed(held.arrivedAt) < margin ? undefined : held
}

export const isNewest = <State extends LoginState>(core: Core<State>, held: Held<State>): boolean =>
  held === core.held && !held.refused

export function take<State extends LoginState>(core: Core<State>, state: State): Held<State> {
  const held = { state, arrivedAt: Date.now() }
  core.loaded = true
  core.loggedOut = false
  core.held = held
  isNew(core, state.token)
  delete core.failure
  write(core, held)
  announce(core)
  return held
}

/** The server refused it. What another copy of the package left in storage meanwhile is adopted. */
export function refuse<State extends LoginState>(core: Core<State>, held: Held<State>): void {
  held.refused = true
  adopt(core)
}

/** A refused state could not be replaced: there is none any more. */
export function forgetRefused(core: Core<any>): void {
  if (!core.held || !core.held.refused || adopt(core)) return
  core.held = undefined
  storage(core, 'remove', 'removeStorageSync')
  announce(core)
}

export function leave(core: Core<any>): void {
  const before = current(core)
  core.held = undefined
  core.loggedOut = true
  const loggedOut = Date.now()
  isNew(core, loggedOut)
  write(core, { loggedOut })
  left(core)
  if (before) announce(core)
}

/** Another copy of the package may have logged in, or out, meanwhile: then that counts. */
function adopt(core: Core<any>): boolean {
  const adopted = read(core)
  if (adopted) {
    if (core.loggedOut) left(core)
    announce(core)
  }
  return adopted
}

function left(core: Core<any>): void {
  core.logouts++
  emit(core, { type: 'logout' })
}

/** Takes what storage holds, whoever wrote it; false where that is nothing new, or nothing known. */
function read(core: Core<any>): boolean {
  core.loaded = true
  const record = storage(core, 'read', 'getStorageSync')
  if (!record || record.version !== version) return false
  const { loggedOut, arrivedAt } = record
  const state = parseState(core, record.state)
  const mark = loggedOut || (typeof arrivedAt === 'number' && state && state.token)
  if (!mark || !isNew(core, mark)) return false
  core.loggedOut = loggedOut
  core.held = loggedOut ? undefined : { state, arrivedAt }
  return true
}

const write = (core: Core<any>, record: object) =>
  storage(core, 'write', 'setStorageSync', Object.assign({ version }, record))

/** Storage is a convenience: no fault of it breaks a call. */
function storage(
  core: Core<any>,
  operation: 'read' | 'write' | 'remove',
  method: 'getStorageSync' | 'setStorageSync' | 'removeStorageSync',
  record?: object,
): any {
  try {
    return core.platform[method](core.storageKey, record)
  } catch (error) {
    emit(core, { type: 'storage-failed', operation, error })
  }
}

const announce = (core: Core<any>) =>
  core.listeners.forEach((listener) => {
    notify(listener, core.held && core.held.state)
  })
