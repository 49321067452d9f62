import type { AuthError } from '../../../src'
import type { Copy } from './copy'

/** One call of an Auth by the app, and all that was seen of it. */
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
  /** Was it made while a check of the session_key was under way? */
  readonly duringCheck: boolean
  /** It has to have a login of its own: for its extra, or because there was no other to join than such a check. */
  readonly isOwn: boolean
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

export const isPending = ({ outcome }: Call): boolean => !outcome
export const isWaiting = (call: Call): boolean => !call.outcome && call.waiting !== undefined

/** Does it want a login where there is no usable state? */
export const wantsState = ({ login }: Call): boolean => login === 'required'
