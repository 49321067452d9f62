import type { Core, Flight } from './core'
import { AuthError } from './errors'
import { parseState, withoutSessionKey } from './parse-state'
import { startTask } from './task'
import type { BareRequestOptions, ExchangeContext, LoginState } from './types'
import { withoutQuery } from './url'

/** How an attempt to log in ended: with a login state, or with an error that another attempt may or may not cure. */
export interface Outcome<State> {
  state?: State | undefined
  error?: AuthError
  transient?: boolean
  /** Milliseconds for which the server asked. */
  retryAfter?: number
}

const failed = (message: string, cause?: unknown, response?: unknown) =>
  new AuthError('EXCHANGE_FAILED', `exchange: ${message}`, cause, response)

const unreached = (cause: AuthError): Outcome<never> => ({ error: failed('no answer', cause), transient: true })

/** Milliseconds of a `Retry-After` in seconds. Its form as a date is left out, for it would trust the phone's clock. */
function retryAfter(header: Record<string, string> = {}): number {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'retry-after') || ''
  return /^\d+$/.test(`${header[name]}`) ? Number(header[name]) * 1000 : 0
}

/** Turns a code into a login state. */
export function exchangeCode<State extends LoginState>(
  core: Core<State>,
  flight: Flight<State>,
  code: string,
  done: (outcome: Outcome<State>) => void,
): void {
  const { exchange } = core
  const { extra } = flight

  function accept(answer: unknown): void {
    const state = parseState(core, answer)
    done(state ? { state } : { error: failed('a login state is { token: 1 to 4096 characters }') })
  }

  if (typeof exchange === 'string') {
    flight.abort = startTask(core, 'request', {
      url: exchange,
      method: 'POST',
      data: Object.assign({}, extra, { code }),
      success(response: any) {
        const { statusCode, data, header } = response
        if (statusCode >= 200 && statusCode < 300) return accept(data)
        const busy = statusCode === 429 || statusCode >= 500
        done({
          error: failed(`${withoutQuery(exchange)} answered ${statusCode}`, 0, withoutSessionKey(core, response)),
          transient: busy || statusCode === 408,
          retryAfter: busy ? retryAfter(header) : 0,
        })
      },
      fail: (error) => done(unreached(error)),
    }).abort
    return
  }

  const failures: unknown[] = []
  const context: ExchangeContext = {
    code,
    request(options: BareRequestOptions<any>) {
      const task = startTask(core, 'request', options)
      task.then(0, (error: unknown) => failures.push(error))
      return task
    },
  }
  if (extra) context.extra = extra
  // Inside the executor, so that what the function throws rejects, too.
  new Promise((resolve) => resolve(exchange(context))).then(accept, (cause) =>
    done(failures.indexOf(cause) < 0 ? { error: failed('it threw', cause) } : unreached(cause)),
  )
}
