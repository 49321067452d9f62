import type { Core, Done } from './core'
import { acquire, ensureSessionKey, force, logOut, replace } from './login'
import { current, usable } from './login-state'
import { parseState, stateShape } from './parse-state'
import type { Platform } from './platform'
import { type Api, startTask } from './task'
import type { Auth, AuthOptions, LoginState, RejectableResponse } from './types'
import { isBaseUrl, isOrigin, isTrusted, join } from './url'
import { run, withLogin } from './with-login'

declare const wx: Platform | undefined

function check(valid: unknown, name: string, what: string): void {
  if (!valid) throw new TypeError(`createAuth: ${name} must be ${what}`)
}

/**
 * Makes the one `Auth` of an app. Calls nothing of the platform and starts no timer yet.
 * @throws {TypeError} for a wrong option, naming it
 */
export function createAuth<State extends LoginState = LoginState>(options: AuthOptions<State>): Auth<State> {
  const given: Record<string, any> = options || {}
  const { baseUrl, exchange, trustedOrigins = [], platform = typeof wx !== 'undefined' && wx } = given
  const core: any = {
    baseUrl,
    exchange,
    trustedOrigins,
    platform,
    logouts: 0,
    seen: [],
    listeners: new Set(),
    refusedReplayAt: -Infinity,
  } as Partial<Core<State>>
  const defaults: Record<string, unknown> = {
    authorize: (state: State) => ({ Authorization: `Bearer ${state.token}` }),
    isRejected: (response: RejectableResponse) => response.statusCode === 401,
    storageKey: `miniprogram-login:${baseUrl}`,
    loginTimeout: 15_000,
    cooldown: 3000,
    onEvent() {},
  } satisfies Partial<AuthOptions<State>>

  check(isBaseUrl(baseUrl), 'baseUrl', 'http(s)://host[/path]')
  check(Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin), 'trustedOrigins', 'a list of http(s)://host')
  check(
    typeof exchange === 'function' || (exchange && isTrusted(core, join(baseUrl, exchange))),
    'exchange',
    'a function or a trusted URL',
  )
  check(platform && platform.request, 'platform', 'like wx')
  for (const name of Object.keys(defaults)) {
    const { [name]: value = defaults[name] } = given
    const type = typeof defaults[name]
    check(typeof value === type && value !== '', name, `a ${type}`)
    check(
      type !== 'number' || (value >= 0 && value < Infinity && (value || name === 'cooldown')),
      name,
      'milliseconds above 0',
    )
    core[name] = value
  }
  // A timer that would wait longer does not wait at all.
  core.loginTimeout = Math.min(core.loginTimeout, 2 ** 31 - 1)

  type Start = (core: Core<State>, done: Done<State>, extra?: Record<string, unknown>) => void
  const promise = (start: Start) => (extra?: Record<string, unknown>) =>
    new Promise<State>((resolve, fail) =>
      start(core, (held, error) => (held ? resolve(held.state) : fail(error)), extra),
    )
  const task = (api: Api) => (call: any) => startTask(core, api, call, run)

  return {
    get state() {
      const held = current<State>(core)
      return held && (held.refused || usable(core)) ? held.state : undefined
    },
    ensureLogin: promise(acquire),
    login: promise(force),
    logout: () => logOut(core),
    setState(given) {
      const state = parseState<State>(core, given)
      if (!state) throw new TypeError(`setState: ${stateShape}`)
      replace(core, state)
    },
    ensureSessionKey: promise(ensureSessionKey),
    request: task('request'),
    uploadFile: task('uploadFile'),
    downloadFile: task('downloadFile'),
    withLogin: (send) => withLogin(core, send),
    onChange(listener) {
      // The same listener may be there twice.
      const entry: typeof listener = (state) => listener(state)
      core.listeners.add(entry)
      return () => {
        core.listeners.delete(entry)
      }
    },
  }
}
