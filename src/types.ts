import type {
  BareRequestOptions,
  DownloadOptions,
  DownloadResponse,
  DownloadTask,
  RequestOptions,
  RequestTask,
  Response,
  UploadOptions,
  UploadResponse,
  UploadTask,
} from './call-types'
import type { AuthError } from './errors'
import type { Platform } from './platform'

/** What the developer's server issues in exchange for a code, and what this package caches (自定义登录态). */
export interface LoginState {
  /** What the server wants to see again. 1 to 4096 characters from space to `~`, not blank. */
  token: string
  /** Seconds this state lives, counted from its arrival. Absent: it lives until the server rejects it. */
  expiresIn?: number
  // Further JSON fields are kept with it; users type them with the type parameter.
}

export interface AuthOptions<State extends LoginState = LoginState> {
  /**
   * Absolute http(s) root of the API, such as `https://api.example.com/v1`. A path prefix is allowed; a query, a hash or
   * user-info is not.
   */
  baseUrl: string
  /**
   * How a code becomes a login state. A URL (relative to `baseUrl`, or at a trusted origin) that takes
   * `POST { ...extra, code }` and answers 2xx with a JSON login state; or a function that does the exchange in its own
   * way. Called once for each attempt, always with a fresh code.
   */
  exchange: string | ((context: ExchangeContext) => Promise<State>)
  /**
   * Called before each attempt for the headers that carry the login state. When it throws, the call fails with
   * `REQUEST_FAILED`.
   * @default (state) => ({ Authorization: 'Bearer ' + state.token })
   */
  authorize?: (state: State) => Record<string, string>
  /**
   * Called with each answer to a request that carried the login state: did the server refuse that state, without acting
   * on the request? When it throws, the answer counts as not rejected.
   * @default (response) => response.statusCode === 401
   */
  isRejected?: (response: RejectableResponse) => boolean
  /** Further origins (`https://host[:port]`, no path) that may see the login state. */
  trustedOrigins?: string[]
  /**
   * Where the login state is kept in `wx` storage. Trial and release builds may share one storage: give each its own key
   * if they talk to different servers.
   * @default 'miniprogram-login:' + baseUrl
   */
  storageKey?: string
  /**
   * Milliseconds any caller waits for a login, its queue and all attempts included. Finite, above 0.
   * @default 15000
   */
  loginTimeout?: number
  /**
   * Milliseconds after a failed login in which nothing logs in by itself. Finite, 0 or above.
   * @default 3000
   */
  cooldown?: number
  /** The runtime to call: `wx`, or anything of its shape. Default: the global `wx`; where there is none, a `TypeError`. */
  platform?: Platform
  /** Called with what happens, for logs and monitoring. What it throws is reported to the console and hurts nobody. */
  onEvent?: (event: AuthEvent) => void
}

/** What an exchange function has to work with. */
export interface ExchangeContext {
  /** From `wx.login`: single use, five minutes. */
  code: string
  /** `wx.request` as a promise, resolving URLs against `baseUrl`, carrying no login state, never replayed. */
  request: BareRequest
  /** What the caller handed to `auth.login(extra)`. */
  extra?: Record<string, unknown>
}

export type BareRequest = <Data = any>(options: BareRequestOptions) => RequestTask<Response<Data>>

/** `data` is parsed where `uploadFile` answered a JSON string; absent for `downloadFile`. */
export interface RejectableResponse {
  statusCode: number
  header: Record<string, string>
  data?: unknown
}

export interface Auth<State extends LoginState = LoginState> {
  /**
   * The login state known now, without waiting; `undefined` when there is none or it has expired. While a rejected state
   * is being renewed it still shows; if the renewal fails, there is none any more.
   */
  readonly state: State | undefined
  /**
   * Resolves with the cached login state, or logs in. What pages await.
   * @throws {AuthError} `LOGIN_FAILED`, `LOGIN_UNAVAILABLE`, `EXCHANGE_FAILED`, `TIMEOUT` when the login fails,
   * `LOGGED_OUT` after `logout()`.
   */
  ensureLogin(): Promise<State>
  /**
   * Logs in anew, also after `logout()` and during a cooldown. `extra` goes into the exchange. Without `extra` it joins a
   * login under way; with `extra` it waits for that one to end and then does its own.
   * @throws {AuthError} as `ensureLogin`; `LOGGED_OUT` only when `logout()` is called meanwhile.
   */
  login(extra?: Record<string, unknown>): Promise<State>
  /** Forgets the login state and stays logged out, restarts included, until a `login()` succeeds. Takes effect at once. */
  logout(): void
  /**
   * Takes a login state that the server handed out in another way (renewed in a response, say). Ends a logout. A login
   * under way is dropped, and who waits for it gets this state.
   * @throws {TypeError} when the state is invalid; then nothing changes.
   */
  setState(state: State): void
  /**
   * Resolves once WeChat's session_key is known to be alive: `wx.checkSession`, else a new login. Await it before asking
   * for encrypted data.
   * @throws {AuthError} as `ensureLogin`.
   */
  ensureSessionKey(): Promise<State>
  /**
   * `wx.request` under the login state. Any HTTP status resolves, as in `wx`, but for a rejection that a new login did not
   * cure. A relative `url` joins `baseUrl`; a foreign one passes through bare.
   * @throws {AuthError} (as a rejection) as `ensureLogin`, and `REQUEST_FAILED`, `REJECTED`, `ABORTED`.
   */
  request<Data = any>(options: RequestOptions<Response<Data>>): RequestTask<Response<Data>>
  /** `wx.uploadFile` under the login state; otherwise as `request`. `data` stays the string that `wx` gave. */
  uploadFile(options: UploadOptions): UploadTask<UploadResponse>
  /** `wx.downloadFile` under the login state; otherwise as `request`. The file of a rejected attempt is never handed out. */
  downloadFile(options: DownloadOptions): DownloadTask<DownloadResponse>
  /**
   * Runs any call under the login state: a socket, a cloud container, another HTTP client. What `send` throws passes
   * through.
   * @throws {AuthError} as `request`.
   */
  withLogin<Result>(send: (attempt: Attempt<State>) => Result | Promise<Result>): Promise<Result>
  /**
   * Called after every change with the new state, `undefined` when there is none; not for the first read.
   * @returns the unsubscriber
   */
  onChange(listener: (state: State | undefined) => void): () => void
}

/** One run of what was given to `withLogin`. */
export interface Attempt<State extends LoginState = LoginState> {
  state: State
  /** What `authorize` made of the state. */
  header: Record<string, string>
  /** Call it when the server refused `state`: it never returns, and `send` runs once more after a new login. */
  rejected(): never
}

export type AuthEvent =
  | { type: 'login'; reason: LoginReason; attempts: number /** ms */; elapsed: number }
  | { type: 'login-failed'; error: AuthError; attempts: number /** ms */; elapsed: number }
  /** `url` without its query, none for `withLogin`; `replay`: was it the replay that was rejected? */
  | { type: 'rejected'; url?: string; replay: boolean }
  | { type: 'logout' }
  | { type: 'storage-failed'; operation: 'read' | 'write' | 'remove'; error: unknown }
  | { type: 'session-key-exposed' }

/** Why a login took place. */
export type LoginReason = 'missing' | 'expired' | 'rejected' | 'forced' | 'session-key'
