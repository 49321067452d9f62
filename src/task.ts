import { isTrusted, join } from './base-url'
import type { Callbacks, CallOptions } from './call-types'
import type { Core, Held } from './core'
import { AuthError, notify } from './errors'
import { mergeHeaders } from './headers'
import { callPlatform } from './platform'
import type { LoginState, RejectableResponse } from './types'

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

/** The events that the tasks of `wx` have, each kind of task two of them. */
const headers = 'HeadersReceived'
const chunk = 'ChunkReceived'
const events = [headers, chunk, 'ProgressUpdate']

/** It may have no `abort`, or be none at all. */
export const abort = (task: any): void => {
  try {
    task.abort()
  } catch {}
}

/**
 * Starts a call of `wx` that is one promise and one task over all its attempts. `run` runs it under the login state;
 * without, it is bare.
 */
export const startTask = <State extends LoginState>(core: Core<State>, api: Api, given: Options, run?: Run): any => {
  const options: Record<string, any> = Object.assign({}, given)
  const { login, success, fail, complete } = options
  delete options.login
  delete options.complete
  options.url = join(core.baseUrl, options.url)
  // What the caller changes from now on changes nothing: a replay is identical.
  if (options.header) options.header = Object.assign({}, options.header)
  const [url] = `${options.url}`.split(/[?#]/) as [string]
  const name = `${api} ${url}`

  let settled = false
  /** The platform's task of the attempt in flight, and the one that is listened to. */
  let inFlight: any
  let heard: any
  let listeners: [event: string, listener: (value: any) => void][] = []
  /** Chunks that wait until the headers say that the attempt was not rejected. */
  let waiting: unknown[] | undefined
  let streamed = false

  const settle =
    (settlePromise: (result: any) => void, callback: ((result: any) => void) | undefined) =>
    (result: any): void => {
      if (settled) return
      settled = true
      inFlight = waiting = undefined
      settlePromise(result)
      notify(callback, result)
      notify(complete, result)
    }
  let succeed: any
  let failWith: any
  const task: any = new Promise((resolve, reject) => {
    succeed = settle(resolve, success)
    failWith = settle(reject, fail)
  })
  // Who takes the callback need not take the promise, too.
  if (fail || complete) task.catch(() => {})

  const isRejected = ({ statusCode, header, data }: RejectableResponse): boolean | undefined => {
    try {
      if (api === 'uploadFile') data = JSON.parse(data as string)
    } catch {}
    try {
      return core.isRejected(Object.assign({ statusCode, header: header || {} }, api !== 'downloadFile' && { data }))
    } catch {}
  }

  const deliver = (from: any, event: string, value: any): unknown => {
    if (from !== inFlight) return
    if (event === chunk && waiting) return waiting.push(value)
    for (const [other, listener] of listeners) {
      if (other === event) {
        if (event === chunk) streamed = true
        notify(listener, value)
      }
    }
    if (event === headers && waiting && !isRejected(value || {})) release()
  }

  const release = (): void => {
    const from = inFlight
    const chunks = waiting || []
    waiting = undefined
    for (const value of chunks) deliver(from, chunk, value)
  }

  const hear = (): void => {
    const from = inFlight
    if (!from || heard === from) return
    heard = from
    for (const event of events) {
      try {
        from[`on${event}`]((value: any) => deliver(from, event, value))
      } catch {}
    }
  }

  for (const event of events) {
    task[`on${event}`] = (listener: (value: any) => void) => {
      listeners.push([event, listener])
      hear()
    }
    task[`off${event}`] = (listener?: (value: any) => void) => {
      listeners = listeners.filter((entry) => entry[0] !== event || (listener && entry[1] !== listener))
    }
  }

  const send: Send<State> = (held, stateHeader, rejected) => {
    if (settled) return
    const attempt = Object.assign({}, options)
    if (held) attempt.header = mergeHeaders(options.header, stateHeader)
    waiting = held && options.enableChunked && []
    const platformTask = callPlatform(
      core,
      api,
      attempt,
      (response) => {
        if (!held || settled || !isRejected(response)) {
          release()
          return succeed(response)
        }
        inFlight = undefined
        const { statusCode, header, errMsg } = response
        // The file of a rejected attempt is nobody's to read.
        rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : response, streamed)
      },
      (said) => failWith(new AuthError('REQUEST_FAILED', name, said)),
    )
    if (settled) return abort(platformTask)
    if (!platformTask) return
    inFlight = platformTask
    if (waiting || listeners[0]) hear()
  }

  task.abort = () => {
    if (settled) return
    const last = inFlight
    failWith(new AuthError('ABORTED', name, { errMsg: `${api}:fail abort` }))
    abort(last)
  }

  if (run && login !== 'none' && isTrusted(core.origins, options.url)) {
    run(core, login !== 'optional', send, failWith, name, url)
  } else send(undefined, {}, () => {})
  return task
}
