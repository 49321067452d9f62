/** What went wrong, stable over versions. */
export type AuthErrorCode =
  /** `wx.login` failed. */
  | 'LOGIN_FAILED'
  /** This place has no login: single-page mode, or a runtime without `wx.login`. */
  | 'LOGIN_UNAVAILABLE'
  /** The server did not turn the code into a login state. */
  | 'EXCHANGE_FAILED'
  /** `loginTimeout` passed. */
  | 'TIMEOUT'
  /** The server refused again after the replay. */
  | 'REJECTED'
  /** The `wx` call itself failed. */
  | 'REQUEST_FAILED'
  | 'ABORTED'
  | 'LOGGED_OUT'

/** What every promise of this package rejects with. Its `message` is `code: what failed`. */
export class AuthError extends Error {
  // Only declared, for fields that are emitted would be enumerable, all of them.
  declare readonly code: AuthErrorCode
  /** What `wx` itself said, unchanged, or our own `request:fail …`. `message` holds none of its text. */
  declare readonly errMsg: string
  /** WeChat's number of the failure, where it gave one. */
  declare readonly errno?: number
  /** Of the answer that caused the failure. */
  declare readonly statusCode?: number
  /** The answer itself. Not enumerable: never in JSON, never in a log line by accident. */
  declare readonly response?: unknown
  /** What was thrown underneath, or what `wx` handed to `fail`. Not enumerable. */
  declare readonly cause?: unknown

  constructor(code: AuthErrorCode, what: string, cause?: any, response?: any) {
    super(`${code}: ${what}`)
    const { errMsg, errno } = cause || {}
    const { statusCode } = response || {}
    this.code = code
    this.errMsg = typeof errMsg === 'string' ? errMsg : `request:fail ${this.message}`
    if (typeof errno === 'number') this.errno = errno
    if (statusCode) this.statusCode = statusCode
    Object.defineProperties(this, {
      name: { value: 'AuthError' },
      response: { value: response },
      cause: { value: cause },
    })
  }
}

export const loggedOut = (): AuthError => new AuthError('LOGGED_OUT', 'logout')

/** On the console, where there is one. */
export const say = (what: unknown): void => {
  try {
    console.error(what)
  } catch {}
}

/** Calls what is not ours; what that throws is said on the console, where there is one, and hurts nobody else. */
export const notify = <Value>(callback: ((value: Value) => unknown) | undefined, value: Value): void => {
  try {
    if (callback) callback(value)
  } catch (error) {
    say(error)
  }
}
