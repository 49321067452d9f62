import { notify } from './errors'
import type { RejectableResponse } from './types'

type Listener = (event: any) => void

/** The events that the tasks of `wx` have, each kind of task two of them. */
const names = ['HeadersReceived', 'ChunkReceived', 'ProgressUpdate']
const [headers, chunk] = names as [string, string]

/** What carries the events of each attempt to the caller's listeners. */
export interface TaskEvents {
  /**
   * Listens to the platform's task of one attempt. With `isRefused`, chunks wait until the headers say that the attempt
   * was not rejected.
   */
  follow(platformTask: any, isRefused?: (response: RejectableResponse) => boolean): void
  /** The attempt is over: the chunks that still wait are delivered, or dropped. */
  end(accepted: boolean): void
  /** Has the caller seen a part of the answer? */
  streamed(): boolean
}

/** Gives `task` its `on…` and `off…`. The listeners outlive the attempts. */
export function createTaskEvents(task: any): TaskEvents {
  let listeners: [name: string, listener: Listener][] = []
  let streamed = false
  let source: any
  let heard = false
  let refused: ((response: RejectableResponse) => boolean) | undefined
  let waiting: unknown[] | undefined

  function deliver(name: string, event: unknown): void {
    for (const [other, listener] of listeners) {
      if (other !== name) continue
      if (name === chunk) streamed = true
      notify(listener, event)
    }
  }

  function release(): void {
    const chunks = waiting || []
    waiting = undefined
    // A listener may abort the call.
    for (const event of chunks) if (source) deliver(chunk, event)
  }

  function hear(): void {
    const from = source
    if (!from || heard) return
    heard = true
    for (const name of names) {
      const arrive = (event: any) => {
        if (from !== source) return
        if (name === chunk && waiting) waiting.push(event)
        else deliver(name, event)
        if (name === headers && refused && !refused(event || {})) release()
      }
      notify(() => from[`on${name}`] && from[`on${name}`](arrive), 0)
    }
  }

  for (const name of names) {
    task[`on${name}`] = (listener: Listener) => {
      listeners.push([name, listener])
      hear()
    }
    task[`off${name}`] = (listener?: Listener) => {
      listeners = listeners.filter((entry) => entry[0] !== name || (listener && entry[1] !== listener))
    }
  }

  return {
    follow(platformTask, isRefused) {
      source = platformTask
      heard = false
      refused = isRefused
      waiting = isRefused && []
      if (isRefused || listeners.length) hear()
    },
    end(accepted) {
      if (accepted) release()
      source = waiting = undefined
    },
    streamed: () => streamed,
  }
}
