import { createAttempts } from './attempts'
import { notify } from './errors'
import { createExchange } from './exchange'
import { createLogin } from './login'
import { createStateKeeper, type Held } from './login-state'
import { parseState } from './parse-state'
import { startTask, type TaskContext } from './task'
import type { Auth, AuthEvent, AuthOptions, BareRequest, LoginState, Platform, RejectableResponse } from './types'
import { createResolver, isBaseUrl, isOrigin } from './url'
import { createRunner, runWithLogin } from './with-login'

declare const wx: Platform | undefined

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

  function check(valid: boolean, name: string, what: string): void {
    if (!valid) throw new TypeError(`createAuth: ${name} must be ${what}`)
  }
  const checkFunction = (value: unknown, name: string) => check(typeof value === 'function', name, 'a function')
  // Timers can wait no longer.
  const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value < 2 ** 31

  check(isBaseUrl(baseUrl), 'baseUrl', 'an absolute http(s) URL without query, hash and user-info')
  check(
    Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin),
    'trustedOrigins',
    'origins like https://host:8443',
  )
  const resolve = createResolver(baseUrl, trustedOrigins)
  if (typeof exchange === 'string') check(!!exchange && resolve(exchange).trusted, 'exchange', 'at a trusted origin')
  else checkFunction(exchange, 'exchange')
  checkFunction(authorize, 'authorize')
  checkFunction(isRejected, 'isRejected')
  checkFunction(onEvent, 'onEvent')
  check(typeof storageKey === 'string' && !!storageKey, 'storageKey', 'a string, and not empty')
  check(isTime(loginTimeout) && loginTimeout > 0, 'loginTimeout', 'milliseconds above 0')
  check(isTime(cooldown), 'cooldown', 'milliseconds')
  check(!!platform, 'platform', 'given where there is no global wx')

  const emit = (event: AuthEvent) => notify(onEvent, event)
  const states = createStateKeeper<State>(platform, storageKey, emit)
  const context: TaskContext<State> = { platform, authorize, isRejected, resolve, run: (call) => run(call) }
  const bareRequest: BareRequest = (call) =>
    startTask(context, 'request', Object.assign({}, call, { login: 'none' as const }))
  const attempts = createAttempts(platform, createExchange(exchange, bareRequest, emit))
  const login = createLogin(platform, states, attempts, { loginTimeout, cooldown }, emit)
  const run = createRunner(states, login, emit)

  const stateOf = (start: (ready: (held: Held<State>) => void, fail: (error: Error) => void) => void) =>
    new Promise<State>((fulfil, reject) => start((held) => fulfil(held.state), reject))

  return {
    get state() {
      const held = states.current()
      return held && (held.refused || states.usable()) ? held.state : undefined
    },
    ensureLogin: () => stateOf(login.acquire),
    login: (extra) => stateOf((ready, fail) => login.force(extra, ready, fail)),
    logout: login.logOut,
    setState(given) {
      const state = parseState<State>(given, emit)
      if (!state)
        throw new TypeError('setState: a login state is an object with a token of 1 to 4096 visible characters')
      login.replace(state)
    },
    ensureSessionKey: () => stateOf(login.ensureSessionKey),
    request: (call) => startTask(context, 'request', call),
    uploadFile: (call) => startTask(context, 'uploadFile', call),
    downloadFile: (call) => startTask(context, 'downloadFile', call),
    withLogin: (send) => runWithLogin(run, authorize, send),
    onChange: states.onChange,
  }
}
