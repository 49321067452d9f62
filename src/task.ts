import { isTrusted, join } from './base-url'
import type { Callbacks, CallOptions } from './call-types'
import type { Core, Held } from './core'
import { AuthError, notify } from './errors'
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
  /** Its own with those of the state. */
  header: Record<string, unknown> | undefined,
  rejected: (response?: unknown, unrepeatable?: boolean) => void,
) => void

/** Runs a call under the login state. */
export type Run = <State extends LoginState>(
  core: Core<State>,
  /** Does it wait for a login? Otherwise it takes the state that is there, or goes without. */
  required: boolean,
  send: Send<State>,
  fail: (error: AuthError) => void,
  api: string,
  url?: string,
  header?: Record<string, unknown>,
) => void

/** The events that the tasks of `wx` have. */
const chunk = 'ChunkReceived'
const events = ['HeadersReceived', chunk, 'ProgressUpdate']

/**
 * What all tasks begin with. Their methods are shared, for an app may have thousands of calls waiting; `hear` listens to
 * the attempt in flight, once somebody listens to the task.
 */
const tasks: any = { hear() {}, listeners: [] }
for (const event of events) {
  tasks[`on${event}`] = function (listener: unknown) {
    this.listeners = this.listeners.concat([[event, listener]])
    this.hear()
  }
  tasks[`off${event}`] = function (listener: unknown) {
    this.listeners = this.listeners.filter((entry: any) => entry[0] !== event || (listener && entry[1] !== listener))
  }
}

/** It may have no `abort`, or be none at all. */
export const abort = (task: any): void => {
  try {
    task.abort()
  } catch {}
}

/** Without its query, which may be private. */
export const placeOf = (url: unknown): string => `${url}`.split(/[?#]/)[0] as string

/** In messages. */
export const nameOf = (api: string, url?: unknown): string => (url ? `${api} ${placeOf(url)}` : api)

const isRejected = (
  core: Core<any>,
  api: Api,
  { statusCode, header, data }: RejectableResponse,
): boolean | undefined => {
  try {
    if (api === 'uploadFile') data = JSON.parse(data as string)
  } catch {}
  try {
    header = header || {}
    return core.isRejected(api === 'downloadFile' ? { statusCode, header } : { statusCode, header, data })
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
  const trusted = isTrusted(core.origins, options.url)
  options.url = join(core.baseUrl, options.url)
  // What the caller changes from now on changes nothing: a replay is identical.
  if (options.header) options.header = Object.assign({}, options.header)
  const { url } = options

  let settled = false
  /** The platform's task of the attempt in flight. */
  let inFlight: any
  let settle: any

  const task: any = new Promise((resolve, reject) => {
    settle = (error?: AuthError, response?: unknown): void => {
      if (settled) return
      settled = true
      ;(error ? reject : resolve)(error || response)
      notify(error ? fail : success, error || response)
      notify(complete, error || response)
    }
  })
  // Who takes the callback need not take the promise, too.
  if (fail || complete) task.catch(() => {})

  Object.assign(task, tasks)

  const send = (held?: Held<State>, header?: object, rejected?: any): void => {
    if (settled) return
    const attempt = Object.assign({}, options, held && { header })
    /** Chunks that wait until the headers say that this attempt was not rejected. */
    let waiting: unknown[] | undefined = held && options.enableChunked && []
    let streamed = false
    let release: any

    const platformTask = callPlatform(core, api, attempt, (answer, failed) => {
      if (failed) return settle(new AuthError('REQUEST_FAILED', nameOf(api, url), answer))
      if (!held || settled || !isRejected(core, api, answer)) {
        if (release) release()
        return settle(undefined, answer)
      }
      inFlight = undefined
      const { statusCode, header, errMsg } = answer
      // The file of a rejected attempt is nobody's to read.
      rejected(api === 'downloadFile' ? { statusCode, header, errMsg } : answer, streamed)
    })
    if (settled) return abort(platformTask)
    if (!platformTask) return
    inFlight = platformTask
    task.hear = () => {
      if (release || settled || platformTask !== inFlight) return
      const deliver = (event: string, value: any): unknown => {
        if (settled || platformTask !== inFlight) return
        if (event === chunk && waiting) return waiting.push(value)
        for (const [other, listener] of task.listeners) {
          if (other === event) {
            if (event === chunk) streamed = true
            notify(listener, value)
          }
        }
        if (waiting && !isRejected(core, api, value || {})) release()
      }
      release = () => {
        const chunks = waiting || []
        waiting = undefined
        for (const value of chunks) deliver(chunk, value)
      }
      for (const event of events) {
        try {
          platformTask[`on${event}`]((value: any) => deliver(event, value))
        } catch {}
      }
    }
    if (waiting || task.listeners[0]) task.hear()
  }

  task.abort = () => {
    if (settled) return
    settle(new AuthError('ABORTED', nameOf(api, url), { errMsg: `${api}:fail abort` }))
    abort(inFlight)
  }

  if (run && login !== 'none' && trusted) {
    run(core, login !== 'optional', send, settle, api, url, options.header)
  } else send()
  return task
}
