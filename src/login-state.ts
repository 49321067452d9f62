import { notify } from './errors'
import { parseState } from './parse-state'
import type { AuthEvent, LoginState, Platform } from './types'

/** A login state with what this package knows of it. A rejection names the one that it rejects, by identity. */
export interface Held<State extends LoginState> {
  readonly state: State
  readonly arrivedAt: number
  /** The server refused it: it is never sent again. */
  refused?: boolean
}

/** The one login state: in memory first, in storage at best. */
export interface StateKeeper<State extends LoginState> {
  /** The newest one, refused and expired ones included. */
  current(): Held<State> | undefined
  /** The newest one, if the server may still take it. */
  usable(): Held<State> | undefined
  isLoggedOut(): boolean
  /** Counts the logouts, so that a call can see that one happened while it was away. */
  logouts(): number
  take(state: State): Held<State>
  /** The server refused it. What another copy of the package left in storage meanwhile is adopted. */
  refuse(refused: Held<State>): void
  /** A refused state could not be replaced: there is none any more. */
  forgetRefused(): void
  logOut(): undefined
  onChange(listener: (state: State | undefined) => void): () => void
}

/** What lies in storage under `version`: a login state and its time of arrival, or the mark of a logout. */
const version = 1
/** Enough for a storage that keeps failing; bounded, for an app may live long. */
const rememberedRefusals = 50

/** Milliseconds since `time`. A clock that was set back tells nothing: as much as ever is needed has passed. */
export function elapsed(time: number): number {
  const passed = Date.now() - time
  return passed < 0 ? Infinity : passed
}

const remaining = ({ state, arrivedAt }: Held<LoginState>): number =>
  state.expiresIn ? state.expiresIn * 1000 - elapsed(arrivedAt) : Infinity

/** Too close to its end to be sent without an attempt to renew it first. */
export const isEnding = (held: Held<LoginState>): boolean =>
  remaining(held) < Math.min(60_000, (held.state.expiresIn || 0) * 100)

export function createStateKeeper<State extends LoginState>(
  platform: Platform,
  key: string,
  emit: (event: AuthEvent) => void,
): StateKeeper<State> {
  let loaded = false
  let held: Held<State> | undefined
  let isLoggedOut = false
  let logouts = 0
  let changes = 0
  const refusals: string[] = []
  let listeners: { listener: (state: State | undefined) => void }[] = []

  function storage(operation: 'read' | 'write' | 'remove', use: () => any): any {
    try {
      return use()
    } catch (error) {
      emit({ type: 'storage-failed', operation, error })
    }
  }

  const write = (record: object) =>
    storage('write', () => platform.setStorageSync(key, Object.assign({ version }, record)))

  /** Takes what storage holds, whoever wrote it; false where that is nothing new, or nothing known. */
  function read(): boolean {
    loaded = true
    const record = storage('read', () => platform.getStorageSync(key))
    if (!record || record.version !== version) return false
    if (record.loggedOut === true) {
      isLoggedOut = true
      held = undefined
      return true
    }
    const state = parseState<State>(record.state, emit)
    if (!state || !Number.isFinite(record.arrivedAt) || refusals.indexOf(state.token) >= 0) return false
    held = { state, arrivedAt: record.arrivedAt }
    return true
  }

  const load = () => loaded || read()

  function announce(): void {
    const change = ++changes
    for (const entry of listeners.slice()) {
      // A listener that changed the state has told the others already; one that left is not called.
      if (change === changes && listeners.indexOf(entry) >= 0) notify(entry.listener, held && held.state)
    }
  }

  /** Another copy of the package may have logged in, or out, meanwhile: then that counts. */
  function adopt(): boolean {
    if (!read()) return false
    if (isLoggedOut) {
      logouts++
      emit({ type: 'logout' })
    }
    announce()
    return true
  }

  return {
    current() {
      load()
      return held
    },
    usable() {
      load()
      return held && !held.refused && remaining(held) > 0 ? held : undefined
    },
    isLoggedOut() {
      load()
      return isLoggedOut
    },
    logouts: () => logouts,
    take(state) {
      loaded = true
      isLoggedOut = false
      const taken = { state, arrivedAt: Date.now() }
      held = taken
      write(taken)
      announce()
      return taken
    },
    refuse(refused) {
      refused.refused = true
      if (refusals.push(refused.state.token) > rememberedRefusals) refusals.shift()
      adopt()
    },
    forgetRefused() {
      if (!held || !held.refused || adopt()) return
      held = undefined
      storage('remove', () => platform.removeStorageSync(key))
      announce()
    },
    logOut() {
      load()
      const had = held
      held = undefined
      isLoggedOut = true
      logouts++
      write({ loggedOut: true })
      emit({ type: 'logout' })
      if (had) announce()
      return undefined
    },
    onChange(listener) {
      const entry = { listener }
      listeners.push(entry)
      return () => {
        listeners = listeners.filter((other) => other !== entry)
      }
    },
  }
}
