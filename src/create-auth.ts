import { createAttempts } from './attempts'
import { notify } from './errors'
import { createExchange } from './exchange'
import { createLogin } from './login'
import { createStateKeeper, type Held } from './login-state'
import { createStateParser } from './parse-state'
import { startTask, type TaskContext } from './task'
import type { Auth, AuthEvent, AuthOptions, BareRequest, LoginState, Platform, RejectableResponse } from './types'
import { createResolver, isBaseUrl, isOrigin } from './url'
import { createRunner, runWithLogin } from './with-login'

declare const wx: Platform | undefined

/** The longest that timers can wait. */
const longest = 2 ** 31 - 1

function check(valid: boolean, what: string): void {
  if (!valid) throw new TypeError(`createAuth: ${what}`)
}

const isOptionalFunction = (value: unknown) => value === undefined || typeof value === 'function'
const isMilliseconds = (value: unknown, least: number) =>
  typeof value === 'number' && value >= least && value <= longest

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
    platform = typeof wx === 'undefined' ? undefined : wx,
    onEvent,
  } = options || ({} as AuthOptions<State>)

  check(isBaseUrl(baseUrl), 'baseUrl must be an absolute http(s) URL without query, hash and user-info')
  check(
    Array.isArray(trustedOrigins) && trustedOrigins.every(isOrigin),
    'trustedOrigins must be origins such as https://files.example.com:8443, without a path',
  )
  const resolve = createResolver(baseUrl, trustedOrigins)
  check(
    typeof exchange === 'function' || (typeof exchange === 'string' && exchange !== '' && resolve(exchange).trusted),
    'exchange must be a function, or a URL at the origin of baseUrl or at a trusted one',
  )
  check(isOptionalFunction(authorize), 'authorize must be a function')
  check(isOptionalFunction(isRejected), 'isRejected must be a function')
  check(isOptionalFunction(onEvent), 'onEvent must be a function')
  check(typeof storageKey === 'string' && storageKey !== '', 'storageKey must be a string that is not empty')
  check(isMilliseconds(loginTimeout, Number.MIN_VALUE), `loginTimeout must be milliseconds above 0, at most ${longest}`)
  check(isMilliseconds(cooldown, 0), `cooldown must be milliseconds from 0 to ${longest}`)
  if (!platform) throw new TypeError('createAuth: there is no global wx, so platform must be given')

  const emit = (event: AuthEvent) => notify(onEvent, event)
  const parser = createStateParser<State>(emit)
  const states = createStateKeeper(platform, storageKey, parser, emit)
  const context: TaskContext<State> = { platform, authorize, isRejected, resolve, run: (call) => run(call) }
  const bareRequest: BareRequest = (call) =>
    startTask(context, 'request', Object.assign({}, call, { login: 'none' as const }))
  const login = createLogin(
    platform,
    states,
    createAttempts(platform, createExchange(exchange, bareRequest, parser)),
    { loginTimeout, cooldown },
    emit,
  )
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
      const state = parser.parse(given)
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
