import type { BareRequestOptions } from './call-types'
import { type Core, type Flight, isNew } from './core'
import { AuthError } from './errors'
import { parseState, stateShape, withoutSessionKey } from './parse-state'
import { callPlatform } from './platform'
import { startTask } from './task'
import type { ExchangeContext, LoginState } from './types'

/** Milliseconds before the second and the third attempt, ±50 % so that a fleet of apps does not come back in step. */
const waits = [500, 1500]
/** "wxa login is blocked": https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const blocked = 1402101
/** What WeChat DevTools gives, again and again, where there is no real appid. */
const mockCode = 'the code is a mock one'

/** Milliseconds of a `Retry-After` in seconds. Its form as a date is left out, for it would trust the phone's clock. */
function retryAfter(response: any): number {
  const header = response.header || {}
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after') as string
  return Number(header[name]) * 1000 || 0
}

/** Makes the attempts of a login: `wx.login`, then the exchange of its code for a login state. */
export function logIn<State extends LoginState>(
  core: Core<State>,
  flight: Flight<State>,
  extra: Record<string, unknown> | undefined,
  deadline: number,
  done: (state: State | undefined, error?: AuthError, retryAfter?: number) => void,
): void {
  const { exchange, platform } = core

  /** A login that was dropped hears and says nothing any more. */
  const ifPending =
    <Values extends unknown[]>(act: (...values: Values) => void) =>
    (...values: Values) => {
      if (flight === core.pending) act(...values)
    }

  const fail = ifPending((error: AuthError, transient?: boolean) => {
    const { statusCode = 0, response } = error
    const busy = statusCode === 429 || statusCode >= 500
    const wait = busy ? retryAfter(response) : 0
    const delay = Math.max((waits[flight.attempts - 1] as number) * (0.5 + Math.random()), wait)
    if ((transient || busy || statusCode === 408) && Date.now() + delay < deadline) {
      const timer = setTimeout(attempt, delay)
      flight.cancels.push(() => clearTimeout(timer))
    } else done(undefined, error, wait)
  })

  // Who was told of a session_key in the answer may have logged out.
  const succeed = ifPending((state: State) => done(state))

  const unreached = (cause: unknown) => fail(new AuthError('EXCHANGE_FAILED', 'no answer', cause), true)

  const refuse = (what: string, response: unknown) => fail(new AuthError('EXCHANGE_FAILED', what, undefined, response))

  function accept(answer: unknown, response?: unknown): void {
    const state = parseState(core, answer)
    if (state) succeed(state)
    else refuse(stateShape, response)
  }

  function exchangeCode(code: string): void {
    if (typeof exchange === 'string') {
      const task = startTask(core, 'request', {
        url: exchange,
        method: 'POST',
        data: Object.assign({}, extra, { code }),
        success: ifPending((given) => {
          const response = withoutSessionKey(core, given) || {}
          const { statusCode, data } = response
          if (statusCode >= 200 && statusCode < 300) accept(data, response)
          else refuse(`status ${statusCode}`, response)
        }),
        fail: ifPending(unreached),
      })
      flight.cancels.push(task.abort)
      return
    }
    const failures: unknown[] = []
    const context: ExchangeContext = {
      code,
      request(options: BareRequestOptions<any>) {
        const task = startTask(core, 'request', options)
        task.then(undefined, (error: unknown) => failures.push(error))
        return task
      },
    }
    if (extra) context.extra = extra
    // Inside the executor, so that what the function throws rejects, too.
    new Promise((resolve) => resolve(exchange(context))).then(
      ifPending((answer: unknown) => accept(answer)),
      ifPending((cause) =>
        failures.indexOf(cause) < 0
          ? fail(new AuthError('EXCHANGE_FAILED', 'exchange threw', cause))
          : unreached(cause),
      ),
    )
  }

  function attempt(): void {
    flight.attempts++
    callPlatform(
      platform,
      'login',
      {},
      ifPending(({ code }) => {
        // wx.createCacheManager can answer with an earlier code once more; it is spent then.
        if (!code || typeof code !== 'string' || (code !== mockCode && !isNew(core, code))) {
          fail(new AuthError('LOGIN_FAILED', 'no fresh code'), true)
        } else {
          exchangeCode(code)
        }
      }),
      ifPending((said) => fail(new AuthError('LOGIN_FAILED', 'wx.login', said), said.errno !== blocked)),
    )
  }

  attempt()
}
