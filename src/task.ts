import type { Callbacks, CallOptions } from './call-types'
import type { Core, Held } from './core'
import { AuthError, notify } from './errors'
import { callPlatform } from './platform'
import { createTaskEvents } from './task-events'
import type { LoginState, RejectableResponse } from './types'
import { isTrusted, join, withoutQuery } from './url'

export type Api = 'request' | 'uploadFile' | 'downloadFile'
type Options = Callbacks<any> & CallOptions & { url: string; method?: string; data?: unknown }

/**
 * One attempt of a call, bare where nothing is held. It says `rejected` if the server refused that state without acting,
 * and `unrepeatable` if the caller has seen part of the answer.
 */
export type Send<State extends LoginState> = (
  held: Held<State> | undefined,
  header: Record<string, string>,
  rejected: (response?: unknown, unrepeatable?: boolean) => void,
) => void

/** Runs a call under the login state. */
export type Run = <State extends LoginState>(
  core: Core<State>,
  /** Does it wait for a login? Otherwise it takes the state that is there, or goes without. */
  required: boolean,
  send: Send<State>,
  fail: (error: AuthError) => void,
  /** What it is, in messages. */
  name: string,
  url?: string,
) => void

/** Of a header that `added` sets, in whatever case, exactly one goes out: that one. */
function mergeHeaders(header: Record<string, unknown>, added: Record<string, string>) {
  const names = Object.keys(added).map((name) => name.toLowerCase())
  const merged: Record<string, unknown> = {}
  for (const name of Object.keys(header)) {
    if (names.indexOf(name.toLowerCase()) < 0) merged[name] = header[name]
  }
  return Object.assign(merged, added)
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
export function startTask<State extends LoginState>(core: Core<State>, api: Api, given: Options, run?: Run): any {
  const options: Record<string, any> = Object.assign({}, given)
  const { login, success, fail, complete } = options
  delete options.login
  delete options.complete
  options.url = join(core.baseUrl, options.url)
  // What the caller changes from now on changes nothing: a replay is identical.
  if (options.header) options.header = Object.assign({}, options.header)
  const url = withoutQuery(options.url)
  const name = `${api} ${url}`

  let settled = false
  let inFlight: any
  let settlePromise: ((result: any) => void)[] = []
  const task: any = new Promise((...settlers) => {
    settlePromise = settlers
  })
  // Who takes the callback need not take the promise, too.
  if (fail || complete) task.then(undefined, () => {})
  const events = createTaskEvents(task)

  const settle =
    (failed: 0 | 1, callback: ((result: any) => void) | undefined) =>
    (result: any): void => {
      if (settled) return
      settled = true
      events.end(!failed)
      ;(settlePromise[failed] as (result: any) => void)(result)
      notify(callback, result)
      notify(complete, result)
    }
  const succeed = settle(0, success)
  const failWith = settle(1, fail)

  function isRefused({ statusCode, header, data }: RejectableResponse): boolean {
    const response: RejectableResponse = { statusCode, header: header || {} }
    if (api !== 'downloadFile') response.data = api === 'request' ? data : parsed(data)
    try {
      return core.isRejected(response)
    } catch {
      return false
    }
  }

  const send: Send<State> = (held, stateHeader, rejected) => {
    if (settled) return
    let over = false
    const attempt = Object.assign({}, options)
    if (held) attempt.header = mergeHeaders(options.header || {}, stateHeader)
    const platformTask = callPlatform(
      core.platform,
      api,
      attempt,
      (response) => {
        over = true
        inFlight = undefined
        if (!held || settled || !isRefused(response)) return succeed(response)
        events.end(false)
        const { statusCode, header, errMsg } = response
        // The file of a rejected attempt is nobody's to read.
        rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response, events.streamed())
      },
      (said) => {
        over = true
        failWith(new AuthError('REQUEST_FAILED', name, said))
      },
    )
    if (over) return
    inFlight = platformTask
    if (settled) stop()
    else events.follow(platformTask, held && options.enableChunked && isRefused)
  }

  function stop(): void {
    if (inFlight && inFlight.abort) notify(() => inFlight.abort(), 0)
  }

  task.abort = () => {
    if (settled) return
    failWith(new AuthError('ABORTED', name, { errMsg: `${api}:fail abort` }))
    stop()
  }

  if (run && login !== 'none' && isTrusted(core, options.url)) {
    run(core, login !== 'optional', send, failWith, name, url)
  } else send(undefined, {}, () => {})
  return task
}
