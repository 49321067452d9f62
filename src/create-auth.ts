import type { Core, Done } from './core'
import { acquire, ensureSessionKey, force, logOut, replace } from './login'
import { current, usable } from './login-state'
import { parseState, stateShape } from './parse-state'
import { startTask } from './task'
import type { Auth, AuthOptions, LoginState, Platform, RejectableResponse } from './types'
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

  check(isBaseUrl(baseUrl), 'baseUrl', 'http(s)://host[:port][/path]')
  check(Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin), 'trustedOrigins', 'http(s)://host[:port] each')
  check(
    typeof exchange === 'function' || (exchange && isTrusted(core, join(baseUrl, exchange))),
    'exchange',
    'a function or a trusted URL',
  )
  check(platform && platform.request, 'platform', 'wx or of its shape')
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

  const promise = (start: (done: Done<State>) => void) =>
    new Promise<State>((resolve, fail) => start((held, error) => (held ? resolve(held.state) : fail(error))))

  return {
    get state() {
      const held = current<State>(core)
      return held && (held.refused || usable(core)) ? held.state : undefined
    },
    ensureLogin: () => promise((done) => acquire(core, done)),
    login: (extra) => promise((done) => force(core, extra, done)),
    logout: () => logOut(core),
    setState(given) {
      const state = parseState<State>(core, given)
      if (!state) throw new TypeError(`setState: ${stateShape}`)
      replace(core, state)
    },
    ensureSessionKey: () => promise((done) => ensureSessionKey(core, done)),
    request: (call) => startTask(core, 'request', call, run),
    uploadFile: (call) => startTask(core, 'uploadFile', call, run),
    downloadFile: (call) => startTask(core, 'downloadFile', call, run),
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
