import type { Core, Held } from './core'
import { AuthError, notify } from './errors'
import { callPlatform } from './platform'
import { createTaskEvents } from './task-events'
import type { Callbacks, CallOptions, LoginState, RejectableResponse } from './types'
import { resolveUrl, withoutQuery } from './url'

type Api = 'request' | 'uploadFile' | 'downloadFile'
type Options = Callbacks<any> & CallOptions & { url: string; method?: string; data?: unknown }

/** A call that carries the login state. */
export interface Call<State extends LoginState> {
  /** Waits for a login; otherwise it takes the state that is there, or goes without. */
  required: boolean
  /** What it is, in messages. */
  name: string
  url?: string
  /**
   * One attempt, bare where nothing is held. It says `rejected` if the server refused that state without acting, and
   * `unrepeatable` if the caller has seen part of the answer.
   */
  send(
    held: Held<State> | undefined,
    header: Record<string, string>,
    rejected: (response?: unknown, unrepeatable?: boolean) => void,
  ): void
  fail(error: AuthError): void
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

/** `uploadFile` gives the text of an answer, whatever it is. */
function parsed(data: any): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return data
  }
}

/**
 * Starts a call of `wx` that is one promise and one task over all its attempts. `run` runs it under the login state;
 * without, it is bare.
 */
export function startTask<State extends LoginState>(
  core: Core<State>,
  api: Api,
  given: Options,
  run?: (core: Core<State>, call: Call<State>) => void,
): any {
  const options: Record<string, any> = Object.assign({}, given)
  const { login, success, fail, complete, header, enableChunked } = options
  delete options.login
  delete options.complete
  // What the caller changes from now on changes nothing: a replay is identical.
  if (header) options.header = Object.assign({}, header)
  const { url, trusted } = resolveUrl(core, options.url)
  options.url = url
  const address = withoutQuery(`${url}`)
  const name = `${api} ${address}`

  let settled = false
  let inFlight: any
  let endEvents: ((accepted: boolean) => void) | undefined
  const part = api === 'request' ? 'ChunkReceived' : 'ProgressUpdate'
  const events = createTaskEvents(['HeadersReceived', part], enableChunked)

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

  function isRefused({ statusCode, header, data }: RejectableResponse): boolean {
    const response: RejectableResponse = { statusCode, header: header || {} }
    if (api !== 'downloadFile') response.data = api === 'request' ? data : parsed(data)
    try {
      return core.isRejected(response)
    } catch {
      return false
    }
  }

  function finish(accepted: boolean): void {
    inFlight = undefined
    if (endEvents) endEvents(accepted)
    endEvents = undefined
  }

  const send: Call<State>['send'] = (held, stateHeader, rejected) => {
    if (settled) return
    const attempt = Object.assign({}, options)
    if (header || held) attempt.header = mergeHeaders(options.header, stateHeader)
    let over = false
    const platformTask = callPlatform(
      core.platform,
      api,
      attempt,
      (response) => {
        over = true
        const refused = held && isRefused(response)
        if (settled) return
        finish(!refused)
        if (!refused) return settle(response)
        const { statusCode, header, errMsg } = response
        // The file of a rejected attempt is nobody's to read.
        rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response, events.streamed())
      },
      (said) => {
        over = true
        if (!settled) finish(false)
        failWith(new AuthError('REQUEST_FAILED', `${name} failed`, said))
      },
    )
    if (over) return
    inFlight = platformTask
    endEvents = events.follow(platformTask, held && api === 'request' ? isRefused : undefined)
    if (settled) stop()
  }

  function stop(): void {
    const stopped = inFlight
    finish(false)
    if (stopped && stopped.abort) notify(() => stopped.abort(), 0)
  }

  task.abort = () => {
    if (settled) return
    failWith(new AuthError('ABORTED', `${name} was aborted`, { errMsg: `${api}:fail abort` }))
    stop()
  }
  Object.assign(task, events.methods)

  if (run && trusted && login !== 'none') {
    run(core, { required: login !== 'optional', name, url: address, send, fail: failWith })
  } else send(undefined, {}, () => {})
  return task
}
