import { notify } from './errors'
import type { RejectableResponse } from './types'

type Listener = (value: any) => void

const eventsOf = {
  request: ['HeadersReceived', 'ChunkReceived'],
  uploadFile: ['HeadersReceived', 'ProgressUpdate'],
  downloadFile: ['HeadersReceived', 'ProgressUpdate'],
}

/** The caller's listeners, which outlive the attempts. */
export interface Listeners {
  /** The `on…` and `off…` of the task. */
  methods: Record<string, (listener: Listener) => void>
  /** The events that somebody listens to. */
  wanted(): string[]
  deliver(event: string, value: unknown): void
  /** Has the caller seen a part of the answer? */
  streamed(): boolean
}

export function createListeners(api: keyof typeof eventsOf, added: (event: string) => void): Listeners {
  const registered: Record<string, Listener[]> = {}
  const methods: Listeners['methods'] = {}
  let streamed = false

  for (const event of eventsOf[api]) {
    methods[`on${event}`] = (listener) => {
      registered[event] = (registered[event] || []).concat(listener)
      added(event)
    }
    methods[`off${event}`] = (listener) => {
      registered[event] = (registered[event] || []).filter((other) => listener && other !== listener)
    }
  }

  return {
    methods,
    wanted: () => Object.keys(registered),
    streamed: () => streamed,
    deliver(event, value) {
      for (const listener of registered[event] || []) {
        if (event === 'ChunkReceived') streamed = true
        notify(listener, value)
      }
    },
  }
}

/** The events of one attempt on their way to the listeners. */
export interface Relay {
  attach(platformTask: any): void
  tap(event: string): void
  end(accepted: boolean): void
  isOver(): boolean
}

/**
 * With `isRefused`, the events of the attempt wait until its headers, or at last its end, say that it was not rejected:
 * what a rejected attempt streams is never seen.
 */
export function createRelay(
  listeners: Listeners,
  isRefused: ((response: RejectableResponse) => boolean) | undefined,
): Relay {
  let platformTask: any
  let over = false
  let accepted = !isRefused
  let waiting: [string, unknown][] = []
  const tapped: string[] = []

  function flush(): void {
    const events = waiting
    waiting = []
    for (const [event, value] of events) listeners.deliver(event, value)
  }

  function arrive(event: string, value: any): void {
    if (over) return
    waiting.push([event, value])
    if (isRefused && !accepted && event === 'HeadersReceived') accepted = !isRefused(value || {})
    if (accepted) flush()
  }

  function tap(event: string): void {
    const on = platformTask && platformTask[`on${event}`]
    if (typeof on !== 'function' || tapped.indexOf(event) >= 0) return
    tapped.push(event)
    notify(() => on.call(platformTask, (value: unknown) => arrive(event, value)), undefined)
    if (event === 'ChunkReceived') tap('HeadersReceived')
  }

  return {
    attach(task) {
      platformTask = task
      listeners.wanted().forEach(tap)
    },
    tap,
    end(wasAccepted) {
      if (wasAccepted) flush()
      over = true
    },
    isOver: () => over,
  }
}
