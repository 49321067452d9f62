import { AuthError } from './errors'
import { parseState, withoutSessionKey } from './parse-state'
import type { AuthEvent, AuthOptions, BareRequest, BareRequestOptions, ExchangeContext, LoginState } from './types'
import { withoutQuery } from './url'

/** How an attempt to log in ended: with a login state, or with an error that another attempt may or may not cure. */
export type Outcome<State> = { state: State } | Failure

interface Failure {
  error: AuthError
  transient?: boolean
  /** Milliseconds for which the server asked. */
  retryAfter?: number
}

/** Turns a code into a login state: calls `done` once. May return what drops it. */
export type Exchange<State extends LoginState> = (
  code: string,
  extra: Record<string, unknown> | undefined,
  done: (outcome: Outcome<State>) => void,
) => (() => void) | undefined

/** Milliseconds of a `Retry-After` in seconds. Its form as a date is left out, for it would trust the phone's clock. */
function retryAfter(header: Record<string, string>): number {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after')
  return name && /^\d+$/.test(`${header[name]}`) ? Number(header[name]) * 1000 : 0
}

export function createExchange<State extends LoginState>(
  exchange: AuthOptions<State>['exchange'],
  request: BareRequest,
  emit: (event: AuthEvent) => void,
): Exchange<State> {
  const failed = (message: string, cause?: unknown, response?: unknown) =>
    new AuthError('EXCHANGE_FAILED', `exchange: ${message}`, cause, response)
  const unreached = (cause: AuthError): Failure => ({ error: failed('no answer', cause), transient: true })

  function accept(answer: unknown): Outcome<State> {
    const state = parseState<State>(answer, emit)
    return state
      ? { state }
      : { error: failed('no login state, which is an object with a token of 1 to 4096 characters') }
  }

  if (typeof exchange === 'string') {
    return (code, extra, done) =>
      request({
        url: exchange,
        method: 'POST',
        data: Object.assign({}, extra, { code }),
        success(response) {
          const { statusCode, data, header } = response
          if (statusCode >= 200 && statusCode < 300) return done(accept(data))
          const busy = statusCode === 429 || statusCode >= 500
          done({
            error: failed(
              `${withoutQuery(exchange)} answered ${statusCode}`,
              0,
              withoutSessionKey(response, emit) || { statusCode },
            ),
            transient: busy || statusCode === 408,
            retryAfter: busy ? retryAfter(header || {}) : 0,
          })
        },
        fail: (error) => done(unreached(error)),
      }).abort
  }

  return (code, extra, done) => {
    const failures: unknown[] = []
    const context: ExchangeContext = {
      code,
      request(options: BareRequestOptions<any>) {
        const task = request(options)
        task.then(undefined, (error) => failures.push(error))
        return task
      },
    }
    if (extra) context.extra = extra
    // Inside the executor, so that what the function throws rejects, too.
    new Promise((resolve) => resolve(exchange(context))).then(
      (state) => done(accept(state)),
      (cause) => done(failures.indexOf(cause) < 0 ? { error: failed('the function threw', cause) } : unreached(cause)),
    )
    return
  }
}
