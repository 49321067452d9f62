import type { Auth, AuthError } from '../../../src'
import type { World } from '../world/world'
import type { Call } from './call'

/** One Auth on the phone, and all that was seen of it: the facts that the rules are about. */
export interface Copy {
  readonly world: World
  readonly number: number
  auth: Auth
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
  /** The same for one whose call a logout had ended: nothing follows from that. */
  endedReplayAt: number
  /** Tokens of the setState() calls that have not returned. */
  setting: string[]
  /** Logouts that have not returned. */
  leaving: number
  /** One of them has still to look at storage. */
  leavesLater?: boolean
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

/** Of which nothing was seen yet. Its Auth is still to be made. */
export function newCopy(world: World, number: number): Copy {
  return {
    world,
    number,
    auth: undefined as unknown as Auth,
    alive: true,
    loaded: false,
    calls: [],
    untold: [],
    checkedAt: -1,
    sessionKeyAlive: true,
    errors: new Map(),
    known: new Map(),
    refused: new Map(),
    marks: new Set(),
    refusedReplayAt: -Infinity,
    endedReplayAt: -Infinity,
    setting: [],
    leaving: 0,
    loggedOut: false,
    loggedOutAt: -1,
    markedAt: -1,
    backAt: -1,
    owed: { storageFaults: 0, sessionKeys: 0, keyLines: 0, rejections: 0, logouts: 0 },
    refusals: [],
    tickets: new Set(),
    hooks: {},
  }
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

/** Milliseconds that a state has left, as far as this Auth may know. */
export function left(copy: Copy, { wall, life }: Known): number {
  const age = copy.world.clock.wall() - wall
  // A clock that was set back tells nothing.
  return age < 0 ? life - Infinity : life - age
}

export const isExpired = (copy: Copy, token: string): boolean => {
  const known = copy.known.get(token)
  return !!known && left(copy, known) <= 0
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
