import { notify } from './errors'
import type { RejectableResponse } from './types'

type Listener = (event: any) => void

const headers = 'HeadersReceived'
const chunk = 'ChunkReceived'

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

/** Gives `task` its `on…` and `off…`: for the headers, and for one more event. The listeners outlive the attempts. */
export function createTaskEvents(task: any, other: string): TaskEvents {
  const listeners: Record<string, Listener[]> = {}
  let streamed = false
  let source: any
  let heard: Record<string, boolean>
  let waiting: unknown[] | undefined

  function deliver(name: string, event: unknown): void {
    for (const listener of listeners[name] as Listener[]) {
      if (name === chunk) streamed = true
      notify(listener, event)
    }
  }

  function release(): void {
    const chunks = waiting || []
    waiting = undefined
    for (const event of chunks) deliver(chunk, event)
  }

  function hear(name: string, arrived = (_event: any) => {}): void {
    const from = source
    if (!from || !from[`on${name}`] || heard[name]) return
    heard[name] = true
    notify(() => {
      from[`on${name}`]((event: any) => {
        if (from !== source) return
        if (name === chunk && waiting) waiting.push(event)
        else deliver(name, event)
        arrived(event || {})
      })
    }, 0)
  }

  for (const name of [headers, other]) {
    listeners[name] = []
    task[`on${name}`] = (listener: Listener) => {
      listeners[name] = (listeners[name] as Listener[]).concat(listener)
      hear(name)
    }
    task[`off${name}`] = (listener?: Listener) => {
      listeners[name] = (listeners[name] as Listener[]).filter((other) => listener && other !== listener)
    }
  }

  return {
    follow(platformTask, isRefused) {
      source = platformTask
      heard = {}
      waiting = isRefused && []
      if (isRefused) hear(headers, (response) => isRefused(response) || release())
      for (const name of [headers, other]) if ((listeners[name] as Listener[]).length) hear(name)
    },
    end(accepted) {
      if (accepted) release()
      source = waiting = undefined
    },
    streamed: () => streamed,
  }
}
