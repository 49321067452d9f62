import { type Core, elapsed, emit, type Held, isNew } from './core'
import { notify } from './errors'
import { parseState } from './parse-state'
import type { LoginState } from './types'

/** The newest state, refused and expired ones included. The first call reads storage. */
export const current = <State extends LoginState>(core: Core<State>): Held<State> => {
  if (!core.held) {
    core.held = {}
    core.held = read(core) || core.held
  }
  return core.held
}

/**
 * The newest state, if the server may still take it; `early`: unless it is so close to its end that it should be renewed
 * first.
 */
export const usable = <State extends LoginState>(core: Core<State>, early?: boolean): Held<State> | undefined => {
  const held = current(core)
  if (!held.state || held.rejected) return
  // NaN, with which no comparison holds, where nothing is said of its end.
  const lifetime = (held.state.expiresIn as number) * 1000
  const margin = early ? Math.min(60_000, lifetime / 10) : 1
  return lifetime - elapsed(held.arrivedAt as number) < margin ? undefined : held
}

export const isNewest = <State extends LoginState>(core: Core<State>, held: Held<State>): boolean =>
  held === core.held && !held.rejected

export const take = <State extends LoginState>(core: Core<State>, state: State): Held<State> => {
  core.failed = undefined
  return become(core, { state, arrivedAt: Date.now() }, true)
}

export const leave = (core: Core<any>): undefined => {
  become(core, { loggedOut: Date.now() }, true)
}

/** A refused state could not be replaced: there is none any more. */
export const forgetRejected = (core: Core<any>): void => {
  if (!current(core).rejected || adopt(core)) return
  storage(core, 'remove', 'removeStorageSync')
  become(core, {})
}

/** Another copy of the package may have logged in, or out, meanwhile: then that counts. */
export const adopt = <State extends LoginState>(core: Core<State>): Held<State> | undefined => {
  const found = read(core)
  return found && become(core, found)
}

const become = <State extends LoginState>(core: Core<State>, held: Held<State>, write?: boolean): Held<State> => {
  const before = current(core)
  core.held = held
  isNew(core, markOf(held))
  // Whoever is told that it failed may change the state again.
  if (write) storage(core, 'write', 'setStorageSync', Object.assign({ version: 1 }, held))
  if (held.loggedOut) {
    core.logouts++
    emit(core, { type: 'logout' })
  }
  if (before.state || held.state) for (const [listener] of core.listeners) notify(listener, current(core).state)
  return held
}

const markOf = ({ loggedOut, state }: Held<any>): unknown => loggedOut || (state && state.token)

/** What storage holds, whoever wrote it; nothing where that is nothing new, or nothing known. */
const read = (core: Core<any>): Held<any> | undefined => {
  const record = storage(core, 'read', 'getStorageSync')
  if (!record || record.version !== 1) return
  const { loggedOut, arrivedAt } = record
  const held = loggedOut
    ? { loggedOut }
    : { state: typeof arrivedAt === 'number' && parseState(core, record.state), arrivedAt }
  const mark = markOf(held)
  if (mark && isNew(core, mark)) return held
}

/** Storage is a convenience: no fault of it breaks a call. */
const storage = (
  core: Core<any>,
  operation: 'read' | 'write' | 'remove',
  method: 'getStorageSync' | 'setStorageSync' | 'removeStorageSync',
  record?: object,
): any => {
  try {
    return core.platform[method](core.storageKey, record)
  } catch (error) {
    emit(core, { type: 'storage-failed', operation, error })
  }
}
