/** A run as plain data: how the Auths are made, and what happens, one after the other. */
export interface Scenario {
  options?: Partial<Options>
  steps: Step[]
}

export interface Options {
  loginTimeout: number
  cooldown: number
  exchange: 'url' | 'function'
  authorize: 'default' | 'custom'
  rejectsBy: 'status' | 'body'
  /** When promise callbacks run: `macrotask` as on iOS 15 and older. */
  callbacks: 'microtask' | 'macrotask'
  /** What `Math.random()` gives. */
  random: number
  /** Seconds, of the states that the server issues at first. */
  expiresIn: number | null
}

export const plainOptions: Options = {
  loginTimeout: 15_000,
  cooldown: 3000,
  exchange: 'url',
  authorize: 'default',
  rejectsBy: 'status',
  callbacks: 'microtask',
  random: 0.5,
  expiresIn: null,
}

/** What a listener or callback of the app does. */
export type Reaction =
  | 'logout'
  | 'login'
  | 'login(extra)'
  | 'ensureLogin'
  | 'setState'
  | 'request'
  | 'optional'
  | 'abort'
  | 'throw'
export type Moment = 'settled' | 'success' | 'fail' | 'complete' | 'chunk' | 'send'
export type Hook = { on: Moment; react: Reaction }

/** What is left out is as in a plain request. */
export type CallStep = { do: 'request' | 'uploadFile' | 'downloadFile' | 'stream' | 'withLogin' } & Partial<CallOptions>

interface CallOptions {
  login: 'required' | 'optional' | 'none'
  url: number
  delay: number
  header: 'none' | 'own' | 'authorization'
  callbacks: 'none' | 'all' | 'instead of the promise'
  frozen: boolean
  stream: 'plain' | 'headless' | 'turns'
  hook: Hook | null
}

export type Step = {
  /** Milliseconds that pass before it. None: in the same tick as what was before it. */
  wait?: number
  /** Which of the copies does it, counted round; the first one unless told otherwise. */
  copy?: number
} & (
  | CallStep
  | { do: 'ensureLogin' | 'login' | 'login(extra)' | 'ensureSessionKey'; hook?: Hook | null }
  | { do: 'logout' | 'start' | 'restart' | 'interrupt' }
  | { do: 'setState'; state: 'new' | 'earlier' | 'short-lived' | 'invalid' | 'with session_key' }
  | { do: 'abort'; which: number }
  | { do: 'listen'; to: 'change' | 'event'; react: Reaction }
  | { do: 'revoke'; which: 'all' | 'newest' }
  | { do: 'expire'; seconds: number | string | null }
  | { do: 'jump' | 'sleep'; by: number }
  | { do: 'misbehave'; method: string; how: string; times?: number }
  | { do: 'answer'; to: 'exchange' | 'call'; how: string; times?: number }
  /** The clock goes on until the state of the copy has only so much left: of its life, or milliseconds. */
  | { do: 'age'; left: 'a twentieth' | 'a fifth' | 1 | 0 }
  | { do: 'storage'; fails: string; works: boolean }
  | { do: 'corrupt'; record: number }
  | { do: 'single page'; on: boolean }
  | { do: 'session_key'; dies: true }
)

export const plainCall: CallOptions = {
  login: 'required',
  url: 0,
  delay: 100,
  header: 'none',
  callbacks: 'none',
  frozen: false,
  stream: 'plain',
  hook: null,
}

/** As short as it can be written down. */
export function brief({ options, steps }: Scenario): Scenario {
  const plainStep = { ...plainCall, wait: 0, copy: 0, times: 1 }
  return { options: without(plainOptions, options), steps: steps.map((step) => without(plainStep, step)) }
}

const without = (plain: object, given: object = {}): any =>
  Object.fromEntries(Object.entries(given).filter(([name, value]) => (plain as any)[name] !== value))
