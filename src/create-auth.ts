import { isBaseUrl, isOrigin, isTrusted, originOf } from './base-url'
import type { Core, Done } from './core'
import { finish } from './login'
import { current, leave, take, usable } from './login-state'
import { parseState, stateShape } from './parse-state'
import type { Platform } from './platform'
import { acquire, ensureSessionKey, force } from './renew'
import { type Api, startTask } from './task'
import type { Auth, AuthOptions, LoginState, RejectableResponse } from './types'
import { run, withLogin } from './with-login'

declare const wx: Platform | undefined

const check = (valid: unknown, name: string, what: string): void => {
  if (!valid) throw new TypeError(`createAuth: ${name} must be ${what}`)
}

/**
 * Makes the one `Auth` of an app. Calls nothing of the platform and starts no timer yet.
 * @throws {TypeError} for a wrong option, naming it
 */
export const createAuth = <State extends LoginState = LoginState>(options: AuthOptions<State>): Auth<State> => {
  const given: Record<string, any> = options || {}
  const { baseUrl, exchange, trustedOrigins = [], platform = typeof wx !== 'undefined' && wx } = given
  const defaults: Record<string, unknown> = {
    authorize: (state: State) => ({ Authorization: `Bearer ${state.token}` }),
    isRejected: (response: RejectableResponse) => response.statusCode === 401,
    storageKey: `miniprogram-login:${baseUrl}`,
    loginTimeout: 15_000,
    cooldown: 3000,
    onEvent: () => {},
  } satisfies Partial<AuthOptions<State>>

  check(isBaseUrl(baseUrl), 'baseUrl', 'http(s)://host[/path]')
  check(Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin), 'trustedOrigins', 'a list of http(s)://host')
  const origins = trustedOrigins.concat(baseUrl).map(originOf)
  check(
    typeof exchange === 'function' || (exchange && isTrusted(origins, exchange)),
    'exchange',
    'a trusted URL or function',
  )
  check(platform && platform.request, 'platform', 'like wx')
  const core: any = {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    exchange,
    platform,
    origins,
    logouts: 0,
    seen: [],
    listeners: [],
  } satisfies Partial<Core<State>>
  for (const name of Object.keys(defaults)) {
    const { [name]: value = defaults[name] } = given
    const type = typeof defaults[name]
    check(
      typeof value === type && (type === 'number' ? value >= 0 && value < Infinity : value),
      name,
      type === 'number' ? 'milliseconds' : `a ${type}`,
    )
    core[name] = value
  }
  check(core.loginTimeout, 'loginTimeout', 'above 0')
  // A timer that would wait longer does not wait at all.
  core.loginTimeout = Math.min(core.loginTimeout, 2e9)

  type Start = (core: Core<State>, done: Done<State>, extra?: Record<string, unknown>) => void
  const promise = (start: Start) => (extra?: Record<string, unknown>) =>
    new Promise<State>((resolve, fail) =>
      start(core, (held, error) => (held ? resolve(held.state as State) : fail(error)), extra),
    )
  const task = (api: Api) => (call: any) => startTask(core, api, call, run)

  return {
    get state() {
      const held = current<State>(core)
      return held.rejected || usable(core) ? held.state : undefined
    },
    ensureLogin: promise(acquire),
    login: promise(force),
    logout: () => finish(core, undefined, () => leave(core)),
    setState(given) {
      const state = parseState<State>(core, given)
      if (!state) throw new TypeError(`setState: ${stateShape}`)
      finish(core, undefined, () => take(core, state))
    },
    ensureSessionKey: promise(ensureSessionKey),
    request: task('request'),
    uploadFile: task('uploadFile'),
    downloadFile: task('downloadFile'),
    withLogin: (send) => withLogin(core, send),
    onChange(listener) {
      // The same listener may be there twice.
      const entry = [listener]
      core.listeners = core.listeners.concat([entry])
      return () => {
        core.listeners = core.listeners.filter((other: unknown) => other !== entry)
      }
    },
  }
}
