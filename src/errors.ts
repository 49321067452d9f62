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

/** What every promise of this package rejects with. */
export class AuthError extends Error {
  readonly code: AuthErrorCode
  /** What `wx` itself said, unchanged, or our own `request:fail …`. `message` holds none of its text. */
  readonly errMsg: string
  /** WeChat's number of the failure, where it gave one. */
  readonly errno?: number
  /** Of the answer that caused the failure. */
  readonly statusCode?: number
  /** The answer itself. Not enumerable: never in JSON, never in a log line by accident. */
  readonly response?: unknown
  /** What was thrown underneath, or what `wx` handed to `fail`. Not enumerable. */
  readonly cause?: unknown

  constructor(code: AuthErrorCode, message: string, cause?: any, response?: any) {
    super(message)
    const { errMsg, errno } = cause || {}
    this.code = code
    this.errMsg = typeof errMsg === 'string' ? errMsg : `request:fail ${message}`
    if (typeof errno === 'number') this.errno = errno
    if (response) this.statusCode = response.statusCode
    Object.defineProperties(this, { response: { value: response }, cause: { value: cause } })
  }

  /** On the prototype, for a minifier renames the class. */
  override get name(): string {
    return 'AuthError'
  }
}

export const loggedOut = (): AuthError => new AuthError('LOGGED_OUT', 'logged out')

/** Calls what is not ours; what that throws is said on the console, where there is one, and hurts nobody else. */
export function notify<Value>(callback: ((value: Value) => unknown) | undefined, value: Value): void {
  try {
    if (callback) callback(value)
  } catch (error) {
    if (typeof console !== 'undefined') console.error(error)
  }
}
