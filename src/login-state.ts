import { type Core, elapsed, emit, type Held } from './core'
import { notify } from './errors'
import { parseState } from './parse-state'
import type { LoginState } from './types'

/** What lies in storage under `version`: a login state and its time of arrival, or the mark of a logout. */
const version = 1
/** Enough for a storage that keeps failing; bounded, for an app may live long. */
const rememberedRefusals = 50

const remaining = ({ state, arrivedAt }: Held<LoginState>): number =>
  state.expiresIn ? state.expiresIn * 1000 - elapsed(arrivedAt) : Infinity

/** The newest state, refused and expired ones included. The first call reads storage. */
export function current<State extends LoginState>(core: Core<State>): Held<State> | undefined {
  if (!core.loaded) read(core)
  return core.held
}

/** The newest state, if the server may still take it. */
export function usable<State extends LoginState>(core: Core<State>): Held<State> | undefined {
  const held = current(core)
  return held && !held.refused && remaining(held) > 0 ? held : undefined
}

/** The newest state, unless it is so close to its end that it should be renewed first. */
export function fresh<State extends LoginState>(core: Core<State>): Held<State> | undefined {
  const held = usable(core)
  return held && remaining(held) >= Math.min(60_000, (held.state.expiresIn || 0) * 100) ? held : undefined
}

export const isNewest = <State extends LoginState>(core: Core<State>, held: Held<State>): boolean =>
  held === core.held && !held.refused

export function take<State extends LoginState>(core: Core<State>, state: State): Held<State> {
  const held = { state, arrivedAt: Date.now() }
  core.loaded = true
  core.loggedOut = false
  core.held = held
  write(core, held)
  announce(core)
  return held
}

/** The server refused it. What another copy of the package left in storage meanwhile is adopted. */
export function refuse<State extends LoginState>(core: Core<State>, held: Held<State>): void {
  held.refused = true
  if (core.refusals.push(held.state.token) > rememberedRefusals) core.refusals.shift()
  adopt(core)
}

/** A refused state could not be replaced: there is none any more. */
export function forgetRefused(core: Core<any>): void {
  if (!core.held || !core.held.refused || adopt(core)) return
  core.held = undefined
  storage(core, 'remove', () => core.platform.removeStorageSync(core.storageKey))
  announce(core)
}

export function leave(core: Core<any>): void {
  const before = current(core)
  core.held = undefined
  core.loggedOut = true
  core.logouts++
  write(core, { loggedOut: true })
  emit(core, { type: 'logout' })
  if (before) announce(core)
}

/** Another copy of the package may have logged in, or out, meanwhile: then that counts. */
function adopt(core: Core<any>): boolean {
  if (!read(core)) return false
  if (core.loggedOut) {
    core.logouts++
    emit(core, { type: 'logout' })
  }
  announce(core)
  return true
}

/** Takes what storage holds, whoever wrote it; false where that is nothing new, or nothing known. */
function read(core: Core<any>): boolean {
  core.loaded = true
  const record = storage(core, 'read', () => core.platform.getStorageSync(core.storageKey))
  if (!record || record.version !== version) return false
  const state = parseState(core, record.state)
  core.loggedOut = record.loggedOut === true
  if (core.loggedOut) core.held = undefined
  else if (!state || !Number.isFinite(record.arrivedAt) || core.refusals.indexOf(state.token) >= 0) return false
  else core.held = { state, arrivedAt: record.arrivedAt }
  return true
}

const write = (core: Core<any>, record: object) =>
  storage(core, 'write', () => core.platform.setStorageSync(core.storageKey, Object.assign({ version }, record)))

/** Storage is a convenience: no fault of it breaks a call. */
function storage(core: Core<any>, operation: 'read' | 'write' | 'remove', use: () => any): any {
  try {
    return use()
  } catch (error) {
    emit(core, { type: 'storage-failed', operation, error })
  }
}

const announce = (core: Core<any>) =>
  core.listeners.forEach(({ listener }) => {
    notify(listener, core.held && core.held.state)
  })
