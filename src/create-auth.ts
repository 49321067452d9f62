import type { Core, Done } from './core'
import { acquire, ensureSessionKey, force, logOut, replace } from './login'
import { current, usable } from './login-state'
import { parseState } from './parse-state'
import { startTask } from './task'
import type { Auth, AuthOptions, LoginState, Platform, RejectableResponse } from './types'
import { isBaseUrl, isOrigin, resolveUrl } from './url'
import { run, withLogin } from './with-login'

declare const wx: Platform | undefined

function check(valid: unknown, name: string, what: string): void {
  if (!valid) throw new TypeError(`createAuth: ${name} must be ${what}`)
}

/** Timers can wait no longer than 2 ** 31 - 1. */
const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value < 2 ** 31

/**
 * Makes the one `Auth` of an app. Calls nothing of the platform and starts no timer yet.
 * @throws {TypeError} for a wrong option, naming it
 */
export function createAuth<State extends LoginState = LoginState>(options: AuthOptions<State>): Auth<State> {
  const {
    baseUrl,
    exchange,
    authorize = (state: State) => ({ Authorization: `Bearer ${state.token}` }),
    isRejected = (response: RejectableResponse) => response.statusCode === 401,
    trustedOrigins = [],
    storageKey = `miniprogram-login:${baseUrl}`,
    loginTimeout = 15_000,
    cooldown = 3000,
    platform = (typeof wx === 'undefined' ? undefined : wx) as Platform,
    onEvent = () => {},
  } = options || ({} as AuthOptions<State>)

  const places = { baseUrl, trustedOrigins }
  const isUrl = typeof exchange === 'string' && exchange
  check(isBaseUrl(baseUrl), 'baseUrl', 'http(s)://host[:port][/path]')
  check(Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin), 'trustedOrigins', 'http(s)://host[:port] each')
  check(
    typeof exchange === 'function' || (isUrl && resolveUrl(places, isUrl).trusted),
    'exchange',
    'a function, or a URL at a trusted origin',
  )
  for (const [name, hook] of Object.entries({ authorize, isRejected, onEvent })) {
    check(typeof hook === 'function', name, 'a function')
  }
  check(typeof storageKey === 'string' && storageKey, 'storageKey', 'a string that is not empty')
  check(isTime(loginTimeout) && loginTimeout, 'loginTimeout', 'milliseconds above 0')
  check(isTime(cooldown), 'cooldown', 'milliseconds')
  check(platform, 'platform', 'given where there is no global wx')

  const core: Core<State> = {
    baseUrl,
    exchange,
    authorize,
    isRejected,
    trustedOrigins,
    storageKey,
    loginTimeout,
    cooldown,
    platform,
    onEvent,
    logouts: 0,
    refusals: [],
    listeners: new Set(),
    refusedReplayAt: -Infinity,
  }

  const promise = (start: (done: Done<State>) => void) =>
    new Promise<State>((resolve, fail) => start((held, error) => (held ? resolve(held.state) : fail(error))))

  return {
    get state() {
      const held = current(core)
      return held && (held.refused || usable(core)) ? held.state : undefined
    },
    ensureLogin: () => promise((done) => acquire(core, done)),
    login: (extra) => promise((done) => force(core, extra, done)),
    logout: () => logOut(core),
    setState(given) {
      const state = parseState(core, given)
      if (!state) throw new TypeError('setState: a login state is { token: 1 to 4096 characters }')
      replace(core, state)
    },
    ensureSessionKey: () => promise((done) => ensureSessionKey(core, done)),
    request: (call) => startTask(core, 'request', call, run),
    uploadFile: (call) => startTask(core, 'uploadFile', call, run),
    downloadFile: (call) => startTask(core, 'downloadFile', call, run),
    withLogin: (send) => withLogin(core, send),
    onChange(listener) {
      const entry = { listener }
      core.listeners.add(entry)
      return () => {
        core.listeners.delete(entry)
      }
    },
  }
}
