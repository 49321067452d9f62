import { AuthError } from './errors'
import type { StateParser } from './parse-state'
import type { AuthOptions, BareRequest, BareRequestOptions, ExchangeContext, LoginState, RequestTask } from './types'
import { withoutQuery } from './url'

/** How an attempt to log in ended: with a login state, or with an error that another attempt may or may not cure. */
export type Outcome<State> = Success<State> | Failure

interface Success<State> {
  state: State
}

interface Failure {
  error: AuthError
  transient: boolean
  /** Milliseconds for which the server asked. */
  retryAfter?: number
}

/** Turns a code into a login state. Calls `done` once, and returns what drops it. */
export type Exchange<State extends LoginState> = (
  code: string,
  extra: Record<string, unknown> | undefined,
  done: (outcome: Outcome<State>) => void,
) => () => void

const failed = (message: string, details?: ConstructorParameters<typeof AuthError>[2]) =>
  new AuthError('EXCHANGE_FAILED', message, details)

/** The `Retry-After` of an answer, in milliseconds; its form as a date is left out, for phones' clocks are wrong. */
function retryAfter(header: Record<string, string> = {}): number {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after')
  const value = name ? header[name] : undefined
  return /^\d+$/.test(`${value}`) ? Number(value) * 1000 : 0
}

export function createExchange<State extends LoginState>(
  exchange: AuthOptions<State>['exchange'],
  request: BareRequest,
  parser: StateParser<State>,
): Exchange<State> {
  const name = typeof exchange === 'string' ? withoutQuery(exchange) : 'function'

  function accept(answer: unknown): Outcome<State> {
    const state = parser.parse(answer)
    if (state) return { state }
    const error = failed(
      `exchange ${name}: no login state, which is an object with a token of 1 to 4096 visible characters`,
    )
    return { error, transient: false }
  }

  const unreached = (cause: AuthError): Outcome<State> => ({
    error: failed(`exchange ${name}: no answer`, { errMsg: cause.errMsg, errno: cause.errno, cause }),
    transient: true,
  })

  if (typeof exchange === 'string') {
    return (code, extra, done) => {
      const task = request({
        url: exchange,
        method: 'POST',
        data: Object.assign({}, extra, { code }),
        success(response) {
          const { statusCode, header } = response
          if (statusCode >= 200 && statusCode < 300) return done(accept(response.data))
          const busy = statusCode === 429 || statusCode >= 500
          done({
            error: failed(`exchange ${name}: the server answered ${statusCode}`, {
              statusCode,
              response: parser.withoutSessionKey(response),
            }),
            transient: busy || statusCode === 408,
            retryAfter: busy ? retryAfter(header) : 0,
          })
        },
        fail: (error) => done(unreached(error)),
      })
      return () => task.abort()
    }
  }

  return (code, extra, done) => {
    const tasks: RequestTask<any>[] = []
    const failures: unknown[] = []
    const tracked: BareRequest = (options: BareRequestOptions<any>) => {
      const task = request(options)
      tasks.push(task)
      task.then(undefined, (error) => failures.push(error))
      return task
    }
    const context: ExchangeContext = { code, request: tracked }
    if (extra) context.extra = extra
    // Inside the executor, so that what the function throws rejects, too.
    new Promise<State>((resolve) => resolve(exchange(context))).then(
      (state) => done(accept(state)),
      (cause) => {
        const untouched = failures.indexOf(cause) >= 0 && cause.code === 'REQUEST_FAILED'
        done(
          untouched ? unreached(cause) : { error: failed(`exchange ${name}: it threw`, { cause }), transient: false },
        )
      },
    )
    return () => {
      for (const task of tasks) task.abort()
    }
  }
}
