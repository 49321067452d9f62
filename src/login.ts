import type { BareRequestOptions } from './call-types'
import { type Core, type Done, elapsed, emit, type Flight, type Held, isNew } from './core'
import { AuthError, loggedOut } from './errors'
import { retryAfter } from './headers'
import { current, forgetRejected, take, usable } from './login-state'
import { parseState, stateShape, withoutSessionKey } from './parse-state'
import { callPlatform, canLogin } from './platform'
import { abort, startTask } from './task'
import type { ExchangeContext, LoginReason, LoginState } from './types'

/** The error of the last login, while nothing logs in by itself. */
export const cooling = ({ failed }: Core<any>): AuthError | undefined =>
  failed && elapsed(failed.at) < failed.cooldown ? failed.error : undefined

/** Joins the login under way, or opens one. One that has an `extra` to send lines up until it can have its own. */
export const logIn = <State extends LoginState>(
  core: Core<State>,
  reason: LoginReason,
  done: Done<State>,
  extra?: Record<string, unknown>,
): void => {
  const { pending, logouts } = core
  if (pending && !extra) {
    pending.waiters.push(done)
    // It may still be asking whether the session_key lives.
    if (reason !== 'session-key' && !pending.attempts) pending.attempt(reason)
    return
  }
  const since = Date.now()
  let late = false

  /** A login that was dropped, or is still in line, has nothing to say. */
  const isIdle = () => flight !== core.pending

  const timeOut = () => {
    const error = new AuthError('TIMEOUT', 'login')
    late = isIdle()
    if (late) done(undefined, error)
    else end(undefined, error)
  }

  const start = () => {
    if (late) return
    if (core.logouts !== logouts) {
      clearTimeout(flight.timer)
      done(undefined, loggedOut())
    } else if (core.pending) core.pending.waiters.push(start)
    else {
      core.pending = flight
      if (reason === 'session-key') callPlatform(core, 'checkSession', {}, checked)
      else attempt()
    }
  }

  const checked = (_said: unknown, failed?: boolean) => {
    if (isIdle() || flight.attempts) return
    const error = cooling(core)
    const held = failed ? undefined : usable(core)
    if (held || error) finish(core, error, () => held)
    else attempt()
  }

  const attempt = (because = reason): void => {
    reason = because
    if (Date.now() - since >= core.loginTimeout) return timeOut()
    if (!canLogin(core.platform)) return end(undefined, new AuthError('LOGIN_UNAVAILABLE', 'wx.login'))
    flight.attempts++
    callPlatform(core, 'login', {}, (answer, failed) => {
      const { errno, code } = answer
      // "wxa login is blocked": https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
      if (failed) return fail(new AuthError('LOGIN_FAILED', 'wx.login', answer), errno !== 1402101)
      if (isIdle()) return
      // wx.createCacheManager can answer with an earlier code, which is spent. WeChat DevTools gives the same one, again
      // and again, where there is no real appid.
      if (!code || typeof code !== 'string' || (code !== 'the code is a mock one' && !isNew(core, code))) {
        fail(new AuthError('LOGIN_FAILED', 'code'), true)
      } else exchangeCode(code)
    })
  }

  const exchangeCode = (code: string): void => {
    const { exchange } = core
    const byUrl = typeof exchange === 'string'
    const failures: unknown[] = []

    const answered = (answer: any) => {
      const response = byUrl && (withoutSessionKey(core, answer) || {})
      const state = parseState<State>(core, byUrl ? /^2/.test(response.statusCode) && response.data : answer)
      if (state) end(state)
      else fail(new AuthError('EXCHANGE_FAILED', stateShape, undefined, response))
    }
    const failed = (cause: unknown) =>
      fail(new AuthError('EXCHANGE_FAILED', 'exchange', cause), byUrl || failures.indexOf(cause) >= 0)

    if (byUrl) {
      const data = Object.assign({}, extra, { code })
      const options = { url: exchange, method: 'POST', data, success: answered, fail: failed }
      flight.task = startTask(core, 'request', options)
      return
    }
    const request = (options: BareRequestOptions<any>) => {
      const task = startTask(core, 'request', options)
      task.catch((error: unknown) => failures.push(error))
      return task
    }
    // Inside the executor, so that what the function throws rejects, too.
    new Promise((resolve) => resolve(exchange({ code, extra, request } as ExchangeContext))).then(answered, failed)
  }

  const fail = (error: AuthError, transient?: boolean) => {
    if (isIdle()) return
    const { statusCode, response }: any = error
    const busy = statusCode === 429 || statusCode >= 500
    const told = busy ? retryAfter(response.header || {}) : 0
    // Before the second and the third attempt; ±50 %, so that a fleet of apps does not come back in step.
    const usual = ([500, 1500][flight.attempts - 1] as number) * (0.5 + Math.random())
    const wait = Math.max(usual, told)
    const again = transient || busy || statusCode === 408
    if (again && Date.now() - since + wait < core.loginTimeout) flight.retry = setTimeout(attempt, wait)
    else end(undefined, error, told)
  }

  const end = (state: State | undefined, error?: AuthError, wait = 0): void => {
    if (isIdle()) return
    finish(core, error, () => {
      const { attempts } = flight
      const took = Math.max(0, Date.now() - since)
      const held = state && take(core, state)
      if (error) {
        core.failed = { error, at: Date.now(), cooldown: Math.max(core.cooldown, Math.min(wait, 60_000)) }
        emit(core, { type: 'login-failed', error, attempts, elapsed: took })
      } else emit(core, { type: 'login', reason, attempts, elapsed: took })
      return held
    })
  }

  const flight: Flight<State> = {
    attempts: 0,
    waiters: [done],
    attempt,
    timer: setTimeout(timeOut, core.loginTimeout),
  }
  start()
}

/**
 * Ends the login under way, if there is one, and makes the `change` that ended it. Who waited for it gets the state that
 * came out of that, else the error.
 */
export const finish = <State extends LoginState>(
  core: Core<State>,
  error?: AuthError,
  change?: () => Held<State> | undefined,
): void => {
  // It reads storage where that has not been: whoever logs in when told that it cannot is in time to be dropped.
  current(core)
  const { pending, logouts } = core
  core.pending = undefined
  if (pending) {
    clearTimeout(pending.timer)
    clearTimeout(pending.retry)
    abort(pending.task)
  }
  const held = change && change()
  if (!held) forgetRejected(core)
  // The change may have been a logout, or who was told of it may have logged out.
  // They are let go of, for the stack of an error that is kept keeps the flight.
  for (const done of pending ? pending.waiters.splice(0) : []) {
    if (core.logouts !== logouts) done(undefined, loggedOut())
    else done(held, error)
  }
}
