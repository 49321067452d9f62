import { type AuthError, notify } from './errors'
import type { AuthEvent, AuthOptions, LoginReason, LoginState, Platform } from './types'

/** A login state with what this package knows of it. A rejection names the one that it rejects, by identity. */
export interface Held<State extends LoginState> {
  readonly state: State
  readonly arrivedAt: number
  /** The server refused it: it is never sent again. */
  refused?: boolean
}

/** Told how a wait ended: with a state to send, else with the error. */
export type Done<State extends LoginState> = (held: Held<State> | undefined, error?: AuthError) => void

/** What `setTimeout` gave. */
type Timer = any

/** A login under way. */
export interface Flight<State extends LoginState> {
  reason: LoginReason
  extra: Record<string, unknown> | undefined
  since: number
  attempts: number
  waiters: Done<State>[]
  /** Logins of their own that wait for this one to end. */
  queued: (() => void)[]
  deadline?: Timer
  nextAttempt?: Timer
  abort?: () => void
}

/** What one Auth is made of: its options, with their defaults, and all that ever changes. */
export interface Core<State extends LoginState> extends Required<AuthOptions<State>> {
  platform: Platform
  /** Has storage been read? */
  loaded?: boolean
  held?: Held<State> | undefined
  loggedOut?: boolean
  /** Counts the logouts, so that a call can see that one happened while it was away. */
  logouts: number
  /** Tokens that the server refused. */
  refusals: string[]
  listeners: Set<{ listener: (state: State | undefined) => void }>
  /** The single flight. A login that is not the pending one any more is heard no more. */
  pending?: Flight<State> | undefined
  failure?: { error: AuthError; at: number; lasts: number } | undefined
  lastCode?: string
  refusedReplayAt: number
}

export const emit = (core: Core<any>, event: AuthEvent): void => notify(core.onEvent, event)

/** Milliseconds since `time`. A clock that was set back tells nothing: as much as ever is needed has passed. */
export function elapsed(time: number): number {
  const passed = Date.now() - time
  return passed < 0 ? Infinity : passed
}
