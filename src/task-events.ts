import { notify } from './errors'
import type { RejectableResponse } from './types'

type Listener = (value: any) => void

/** The caller's listeners, which outlive the attempts, and the way of each attempt's events to them. */
export interface TaskEvents {
  /** The `on…` and `off…` of the task. */
  methods: Record<string, (listener?: Listener) => void>
  /** Has the caller seen a part of the answer? */
  streamed: boolean
  /**
   * Listens to the platform's task of an attempt. With `isRefused`, its events wait until its headers say that it was
   * not rejected: what a rejected attempt streams is never seen. Returns what ends it; events that still wait are then
   * delivered, or dropped.
   */
  follow(isRefused: ((response: RejectableResponse) => boolean) | undefined): Following
}

export interface Following {
  start(platformTask: any): void
  end(accepted: boolean): void
}

/** `chunked`: the headers are wanted from the start, for chunks that somebody may listen to later. */
export function createTaskEvents(names: string[], chunked: boolean | undefined): TaskEvents {
  const listeners: Record<string, Listener[]> = chunked ? { HeadersReceived: [] } : {}
  let tap = (_name: string) => {}

  const events: TaskEvents = {
    methods: {},
    streamed: false,
    follow(isRefused) {
      let waiting: (() => void)[] = []
      let over = false
      let accepted = !isRefused
      const tapped: string[] = []

      const flush = () => {
        const due = waiting
        waiting = []
        for (const deliver of due) deliver()
      }

      return {
        start(platformTask) {
          tap = (name) => {
            const on = platformTask && platformTask[`on${name}`]
            if (!on || tapped.indexOf(name) >= 0) return
            tapped.push(name)
            const arrive = (value: any) => {
              if (over) return
              if (isRefused && name === 'HeadersReceived') accepted = !isRefused(value || {})
              waiting.push(() => deliver(name, value))
              if (accepted) flush()
            }
            notify(() => on.call(platformTask, arrive), undefined)
            // The chunks have to know what the headers say.
            if (name === 'ChunkReceived') tap('HeadersReceived')
          }
          for (const name of Object.keys(listeners)) tap(name)
        },
        end(wasAccepted) {
          if (wasAccepted) flush()
          over = true
        },
      }
    },
  }

  function deliver(name: string, value: unknown): void {
    for (const listener of listeners[name] || []) {
      if (name === 'ChunkReceived') events.streamed = true
      notify(listener, value)
    }
  }

  for (const name of names) {
    events.methods[`on${name}`] = (listener) => {
      listeners[name] = (listeners[name] || []).concat(listener as Listener)
      tap(name)
    }
    events.methods[`off${name}`] = (listener) => {
      listeners[name] = (listeners[name] || []).filter((other) => listener && other !== listener)
    }
  }
  return events
}
