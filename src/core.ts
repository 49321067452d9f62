import { type AuthError, notify } from './errors'
import type { Platform } from './platform'
import type { AuthEvent, AuthOptions, LoginReason, LoginState } from './types'

/**
 * The login state with what this package knows of it, or the logout in its place. A rejection names the one that it
 * rejects, by identity.
 */
export interface Held<State extends LoginState> {
  readonly state?: State
  readonly arrivedAt?: number
  /** When. */
  readonly loggedOut?: number
  /** The server refused it: it is never sent again. */
  rejected?: boolean
}

/** Told how a wait ended: with a state to send, else with the error. */
export type Done<State extends LoginState> = (held?: Held<State>, error?: AuthError) => void

/** A login under way. */
export interface Flight<State extends LoginState> {
  /** How often `wx.login` was called. */
  attempts: number
  waiters: Done<State>[]
  attempt(reason: LoginReason): void
  /** For its deadline. */
  timer: any
  /** For its next attempt. */
  retry?: any
  /** Of the exchange. */
  task?: any
}

/** What one Auth is made of: its options, with their defaults, and all that ever changes. */
export interface Core<State extends LoginState> extends Required<AuthOptions<State>> {
  platform: Platform
  /** Those that may see the login state. */
  origins: (string | undefined)[]
  /** Absent until storage was read. */
  held?: Held<State>
  /** Counts the logouts, so that a call can see that one happened while it was away. */
  logouts: number
  /** Codes that were sent, tokens and logouts that were known here: none counts a second time. */
  seen: unknown[]
  listeners: [(state: State | undefined) => void][]
  /** The single flight. A login that is not the pending one any more is heard no more. */
  pending?: Flight<State> | undefined
  /** The last login, where it failed. */
  failed?: { error: AuthError; at: number; cooldown: number } | undefined
  /** When a replay was rejected, lately. */
  rejectedAt: number
}

export const emit = (core: Core<any>, event: AuthEvent): void => notify(core.onEvent, event)

/** Says whether it is seen for the first time. Remembers enough for all that can still come back. */
export const isNew = (core: Core<any>, mark: unknown): boolean => {
  const known = core.seen.indexOf(mark) >= 0
  if (!known) core.seen = core.seen.concat(mark).slice(-100)
  return !known
}

/** Milliseconds since `time`. A clock that was set back tells nothing: as much as ever is needed has passed. */
export const elapsed = (time: number): number => {
  const passed = Date.now() - time
  return passed < 0 ? Infinity : passed
}
