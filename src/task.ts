import { AuthError, notify } from './errors'
import type { Held } from './login-state'
import { callPlatform, platformError } from './platform'
import { createListeners, createRelay, type Relay } from './task-events'
import type { AuthOptions, Callbacks, CallOptions, LoginState, Platform, RejectableResponse } from './types'
import { type Target, withoutQuery } from './url'
import type { Call } from './with-login'

export type Api = 'request' | 'uploadFile' | 'downloadFile'
export type Options = Callbacks<any> & CallOptions & { url: string; header?: Record<string, unknown> }

/** What a task needs to know of the Auth that it belongs to. */
export interface TaskContext<State extends LoginState> {
  platform: Platform
  authorize: NonNullable<AuthOptions<State>['authorize']>
  isRejected: NonNullable<AuthOptions<State>['isRejected']>
  resolve(url: string): Target
  run(call: Call<State>): void
}

/** Of a header that `added` sets, in whatever case, exactly one goes out: that one. */
function mergeHeaders(header: Record<string, unknown>, added: Record<string, string>): Record<string, unknown> {
  const merged: Record<string, unknown> = {}
  const put = (source: Record<string, unknown>, name: string) => {
    const same = Object.keys(merged).find((other) => other.toLowerCase() === name.toLowerCase())
    if (same) delete merged[same]
    merged[name] = source[name]
  }
  for (const name of Object.keys(header)) put(header, name)
  for (const name of Object.keys(added)) put(added, name)
  return merged
}

/** An answer without the file that came with it: that of a rejected attempt is nobody's to read. */
function withoutFile(response: any): any {
  const { statusCode, header, errMsg } = response
  return { statusCode, header, errMsg }
}

/** What `isRejected` is shown of an answer. */
function rejectable(api: Api, { statusCode, header, data }: RejectableResponse): RejectableResponse {
  if (api === 'uploadFile') {
    try {
      data = JSON.parse(data as string)
    } catch {
      // It is the text that it is.
    }
  }
  const shown = { statusCode, header: header || {} }
  return api === 'downloadFile' ? shown : Object.assign(shown, { data })
}

/** Starts a call of `wx` that is one promise and one task over all its attempts. */
export function startTask<State extends LoginState>(context: TaskContext<State>, api: Api, given: Options): any {
  const options: Record<string, any> = Object.assign({}, given)
  const { success, fail, complete, login = 'required' }: Options = given
  if (login !== 'required' && login !== 'optional' && login !== 'none') {
    throw new TypeError(`${api}: login must be 'required', 'optional' or 'none'`)
  }
  delete options.login
  delete options.complete
  if (options.header) options.header = Object.assign({}, options.header)
  const { url, trusted } = context.resolve(options.url)
  const name = `${api} ${withoutQuery(`${url}`)}`

  let settled = false
  let inFlight: any
  let relay: Relay | undefined
  const listeners = createListeners(api, (event) => relay && relay.tap(event))

  let resolve: (result: any) => void
  let reject: (error: AuthError) => void
  const task = new Promise((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })

  function settle(result: any, error?: AuthError): void {
    if (settled) return
    settled = true
    if (error) {
      // Who takes the callback need not take the promise, too.
      if (fail || complete) task.then(undefined, () => {})
      reject(error)
      notify(fail, error)
    } else {
      resolve(result)
      notify(success, result)
    }
    notify(complete, error || result)
  }

  const failWith = (error: AuthError) => settle(undefined, error)

  function isRefused(response: RejectableResponse): boolean {
    try {
      return context.isRejected(rejectable(api, response))
    } catch {
      return false
    }
  }

  function send(held: Held<State> | undefined, rejected: Parameters<Call<State>['send']>[1]): void {
    if (settled) return
    const attempt = Object.assign({}, options, { url })
    if (options.header) attempt.header = Object.assign({}, options.header)
    if (held) {
      try {
        attempt.header = mergeHeaders(options.header || {}, context.authorize(held.state))
      } catch (cause) {
        return failWith(new AuthError('REQUEST_FAILED', `${name}: authorize threw`, { cause }))
      }
    }
    const own = createRelay(listeners, held && api === 'request' ? isRefused : undefined)
    const platformTask = callPlatform(
      context.platform,
      api,
      attempt,
      (response) => {
        inFlight = undefined
        if (settled) return
        const refused = held !== undefined && isRefused(response)
        own.end(!refused)
        if (refused) rejected(api === 'downloadFile' ? withoutFile(response) : response, listeners.streamed())
        else settle(response)
      },
      (said) => {
        inFlight = undefined
        own.end(false)
        failWith(platformError('REQUEST_FAILED', `${name} failed`, said))
      },
    )
    if (own.isOver()) return
    inFlight = platformTask
    relay = own
    own.attach(platformTask)
    if (options.enableChunked) own.tap('HeadersReceived')
    if (settled) stop()
  }

  function stop(): void {
    const stopped = inFlight
    inFlight = undefined
    if (relay) relay.end(false)
    if (stopped && typeof stopped.abort === 'function') notify(() => stopped.abort(), undefined)
  }

  Object.assign(task, listeners.methods, {
    abort() {
      if (settled) return
      failWith(new AuthError('ABORTED', `${name} was aborted`, { errMsg: `${api}:fail abort` }))
      stop()
    },
  })

  if (trusted && login !== 'none')
    context.run({ required: login === 'required', name, url: withoutQuery(url), send, fail: failWith })
  else send(undefined, () => {})
  return task
}
