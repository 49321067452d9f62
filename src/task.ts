import { AuthError, notify } from './errors'
import type { Held } from './login-state'
import { callPlatform } from './platform'
import { createTaskEvents, type Following } from './task-events'
import type { AuthOptions, Callbacks, CallOptions, LoginState, Platform, RejectableResponse } from './types'
import { type Target, withoutQuery } from './url'
import type { Call } from './with-login'

export type Api = 'request' | 'uploadFile' | 'downloadFile'
type Options = Callbacks<any> & CallOptions & { url: string; header?: Record<string, unknown>; enableChunked?: boolean }

/** What a task needs to know of the Auth that it belongs to. */
export interface TaskContext<State extends LoginState> {
  platform: Platform
  authorize: NonNullable<AuthOptions<State>['authorize']>
  isRejected: NonNullable<AuthOptions<State>['isRejected']>
  resolve(url: string): Target
  run(call: Call<State>): void
}

/** Of a header that `added` sets, in whatever case, exactly one goes out: that one. */
function mergeHeaders(header: Record<string, unknown> | undefined, added: Record<string, string>) {
  const merged = Object.assign({}, header)
  for (const name of Object.keys(added)) {
    for (const other of Object.keys(merged)) {
      if (other.toLowerCase() === name.toLowerCase()) delete merged[other]
    }
    merged[name] = added[name]
  }
  return merged
}

/** What `isRejected` is shown of an answer. */
function rejectable(api: Api, { statusCode, header, data }: RejectableResponse): RejectableResponse {
  const shown: RejectableResponse = { statusCode, header: header || {} }
  if (api === 'downloadFile') return shown
  shown.data = data
  if (api === 'uploadFile') {
    try {
      shown.data = JSON.parse(data as string)
    } catch {
      // It is the text that it is.
    }
  }
  return shown
}

/** Starts a call of `wx` that is one promise and one task over all its attempts. */
export function startTask<State extends LoginState>(context: TaskContext<State>, api: Api, given: Options): any {
  const options: Record<string, any> = Object.assign({}, given)
  const { login = 'required', success, fail, complete, header, enableChunked }: Options = options as Options
  if (['required', 'optional', 'none'].indexOf(login) < 0) {
    throw new TypeError(`${api}: login must be 'required', 'optional' or 'none'`)
  }
  delete options.login
  delete options.complete
  // What the caller changes from now on changes nothing: a replay is identical.
  if (header) options.header = Object.assign({}, header)
  const { url, trusted } = context.resolve(options.url)
  options.url = url
  const address = withoutQuery(`${url}`)
  const name = `${api} ${address}`

  let settled = false
  let inFlight: any
  let following: Following | undefined
  const events = createTaskEvents(
    ['HeadersReceived', api === 'request' ? 'ChunkReceived' : 'ProgressUpdate'],
    enableChunked,
  )

  let resolve: (result: any) => void
  let reject: (error: AuthError) => void
  const task: any = new Promise((onFulfilled, onRejected) => {
    resolve = onFulfilled
    reject = onRejected
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
    const attempt = Object.assign({}, options)
    try {
      if (held) attempt.header = mergeHeaders(header && options.header, context.authorize(held.state))
      else if (header) attempt.header = Object.assign({}, options.header)
    } catch (cause) {
      return failWith(new AuthError('REQUEST_FAILED', `${name}: authorize threw`, cause))
    }
    let over = false
    const own = events.follow(held && api === 'request' ? isRefused : undefined)
    const finish = (accepted: boolean) => {
      over = true
      inFlight = undefined
      if (!settled) own.end(accepted)
    }
    const platformTask = callPlatform(
      context.platform,
      api,
      attempt,
      (response) => {
        const refused = held && !settled && isRefused(response)
        finish(!refused)
        if (!refused) return settle(response)
        const { statusCode, header, errMsg } = response
        // The file of a rejected attempt is nobody's to read.
        rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response, events.streamed)
      },
      (said) => {
        finish(false)
        failWith(new AuthError('REQUEST_FAILED', `${name} failed`, said))
      },
    )
    if (over) return
    inFlight = platformTask
    following = own
    own.start(platformTask)
    if (settled) stop()
  }

  function stop(): void {
    const stopped = inFlight
    inFlight = undefined
    if (following) following.end(false)
    if (stopped && stopped.abort) notify(() => stopped.abort(), undefined)
  }

  task.abort = () => {
    if (settled) return
    failWith(new AuthError('ABORTED', `${name} was aborted`, { errMsg: `${api}:fail abort` }))
    stop()
  }
  Object.assign(task, events.methods)

  if (trusted && login !== 'none') {
    context.run({ required: login === 'required', name, url: address, send, fail: failWith })
  } else send(undefined, () => {})
  return task
}
