import type { Auth, AuthError } from '../../src'
import type { World } from './world'

/** One Auth, and all that was seen of it: the facts that the rules are about. */
export interface Copy {
  readonly world: World
  readonly auth: Auth
  /** False once the app was closed. */
  alive: boolean
  /** Has it looked at storage, or written? */
  loaded: boolean
  /** What was asked of this Auth, in order. */
  calls: Call[]
  /** The login under way: from the call of wx.login on. */
  login?: Login | undefined
  /** The logins that came to a state, but not yet to their event. */
  untold: Login[]
  /** A wx.checkSession that somebody waits for: the order of its call. */
  checking?: number | undefined
  /** When one said last that the session_key lives, or that it does not. */
  checkedAt: number
  sessionKeyAlive: boolean
  /** The errors of failed logins, and when they were told. */
  errors: Map<AuthError, number>
  failure?: { error: AuthError; at: number; lasts: number } | undefined
  /** Every login state that this Auth came to know. */
  known: Map<string, Known>
  newest?: string | undefined
  /** Not to be sent again, with the order of the refusal. */
  refused: Map<string, number>
  /** Refused where there is no replay: it may show until somebody needs a state. */
  unrenewed?: string | undefined
  /** What was refused at this very moment. */
  justRefused?: string | undefined
  /** The logouts that it has read or written. */
  marks: Set<number>
  /** When a replay was refused, by the clock on the wall. */
  refusedReplayAt: number
  /** Tokens of the setState() calls that have not returned. */
  setting: string[]
  /** Logouts that have not returned. */
  leaving: number
  loggedOut: boolean
  /** The order of the last logout. */
  loggedOutAt: number
  /** When one was stored. */
  markedAt: number
  /** And of the last end of one. */
  backAt: number
  /** What onChange was told last, or what the first read gave. */
  announced?: string | undefined
  /** What happened against what was told, in numbers that must agree at the end of every moment. */
  owed: { storageFaults: number; sessionKeys: number; keyLines: number; rejections: number; logouts: number }
  /** Rejections by the functions given to withLogin, of which the package hears in the next turn. */
  refusals: (() => void)[]
  /** The extras that were exchanged. */
  tickets: Set<string>
  /** What its next listener does. */
  hooks: { change?: (() => void) | undefined; event?: (() => void) | undefined }
}

export interface Known {
  /** When it came, in the order of things and by the clock on the wall. */
  order: number
  wall: number
  /** Milliseconds. NaN where nothing is said. */
  life: number
  by: 'login' | 'setState' | 'storage'
}

export interface Login {
  since: number
  attempts: Attempt[]
}

export interface Attempt {
  phase: 'wx.login' | 'code' | 'exchange' | 'over'
  code?: string | undefined
  ticket?: string | undefined
  /** The token that the server gave in exchange, if the answer counts. */
  token?: string | undefined
  /** Once it has failed: may another one follow, how long has it to wait at least, and when was that? */
  failed?: { transient: boolean; wait: number; at: number; awake: number }
}

export interface Call {
  readonly id: number
  readonly copy: Copy
  readonly api: 'request' | 'uploadFile' | 'downloadFile' | 'withLogin' | 'ensureLogin' | 'login' | 'ensureSessionKey'
  readonly login: 'required' | 'optional' | 'none'
  /** Its place in the order of things. */
  readonly issued: number
  readonly ticket?: string | undefined
  /** Of the wx calls: what was given, as it was when it was given. */
  readonly given?: Given | undefined
  readonly wasLoggedOut: boolean
  /** The listener that made it. */
  readonly within?: string | undefined
  sends: Send[]
  /** Since when it waits for a login, in milliseconds awake; undefined while wx has it. */
  waiting?: number | undefined
  /** What the state was when it began to wait, and the failed login whose cooldown it was. */
  before?: string | undefined
  cooling?: AuthError | undefined
  /** The new state that came while it waited. */
  due?: string | undefined
  chunks: string[]
  /** Does it listen to chunks? */
  hears: boolean
  /** `surely`: it was not over, as far as anybody could know. */
  aborted: false | 'perhaps' | 'surely'
  hasCallbacks: boolean
  task?: { abort(): void }
  outcome?: Outcome
  /** The callbacks that were called, in order. */
  heard: { name: string; value: any }[]
}

export interface Given {
  /** Without callbacks and without `login`. */
  options: Record<string, any>
  sentUrl: string
  /** Milliseconds until wx has the answer. */
  delay: number
  /** `headless`: the headers never come; `turns`: they promise better than the answer is. */
  stream: 'plain' | 'headless' | 'turns'
}

export interface Send {
  order: number
  token: string | undefined
  aborts: number
  hasTask: boolean
  /** What wx said of it, once it did. */
  said?: { how: 'success' | 'fail'; result: any; order: number }
  /** The server has decided so, which may not be heard yet. */
  deservesRejection: boolean
  rejected: boolean
  /** The rejection was of a replay, or in the quiet time after one: the state is kept. */
  kept: boolean
  /** The chunks that the caller is to get if it is accepted. */
  chunks: string[]
}

export type Outcome = { value: any; error?: undefined } | { value?: undefined; error: any }

/** Milliseconds that a state has left, as far as this Auth may know. */
export function left(copy: Copy, { wall, life }: Known): number {
  const age = copy.world.clock.wall() - wall
  // A clock that was set back tells nothing.
  return age < 0 ? life - Infinity : life - age
}

export const isExpired = (copy: Copy, token: string): boolean => {
  const known = copy.known.get(token)
  // Less than a millisecond is nothing.
  return !!known && left(copy, known) < 1
}

/** So close to its end that it is to be renewed first. */
export function isEnding(copy: Copy, token: string): boolean {
  const known = copy.known.get(token)
  return !!known && left(copy, known) < Math.min(60_000, known.life / 10)
}

/** The state that this Auth has, if the server may still take it. */
export function usable(copy: Copy): string | undefined {
  const { newest } = copy
  return newest !== undefined && !copy.refused.has(newest) && !isExpired(copy, newest) ? newest : undefined
}

export function isCooling({ failure, world }: Copy): boolean {
  if (!failure) return false
  const age = world.clock.wall() - failure.at
  return age >= 0 && age < failure.lasts
}

export const isPending = ({ outcome }: Call): boolean => !outcome
export const isWaiting = (call: Call): boolean => !call.outcome && call.waiting !== undefined

/** Does it want a login where there is no usable state? */
export const wantsState = ({ login }: Call): boolean => login === 'required'
