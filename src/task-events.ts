import { notify } from './errors'
import type { RejectableResponse } from './types'

type Listener = (value: any) => void

/** The caller's listeners, which outlive the attempts, and the way of each attempt's events to them. */
export interface TaskEvents {
  /** The `on…` and `off…` of the task. */
  methods: Record<string, (listener?: Listener) => void>
  /** Has the caller seen a part of the answer? */
  streamed(): boolean
  /**
   * Listens to the platform's task of one attempt. With `isRefused`, its events wait until its headers say that it was not
   * rejected: what a rejected attempt streams is never seen. Returns what ends this, delivering or dropping the rest.
   */
  follow(platformTask: any, isRefused?: (response: RejectableResponse) => boolean): (accepted: boolean) => void
}

/** `chunked`: the headers are wanted from the start, for chunks that somebody may listen to later. */
export function createTaskEvents(names: string[], chunked: boolean | undefined): TaskEvents {
  const listeners: Record<string, Listener[]> = chunked ? { HeadersReceived: [] } : {}
  const methods: TaskEvents['methods'] = {}
  let streamed = false
  let tap = (_name: string) => {}

  for (const name of names) {
    methods[`on${name}`] = (listener) => {
      listeners[name] = (listeners[name] || []).concat(listener as Listener)
      tap(name)
    }
    methods[`off${name}`] = (listener) => {
      listeners[name] = (listeners[name] || []).filter((other) => listener && other !== listener)
    }
  }

  return {
    methods,
    streamed: () => streamed,
    follow(platformTask, isRefused) {
      const tapped: Record<string, boolean> = {}
      let waiting: (() => void)[] | undefined = []
      let accepted = !isRefused

      function flush(): void {
        for (const deliver of (waiting || []).splice(0)) deliver()
      }

      tap = (name) => {
        const on = platformTask && platformTask[`on${name}`]
        if (!on || tapped[name]) return
        tapped[name] = true
        const arrive = (value: any) => {
          if (isRefused && name === 'HeadersReceived') accepted = !isRefused(value || {})
          if (waiting) waiting.push(() => deliver(name, value))
          if (accepted) flush()
        }
        notify(() => on.call(platformTask, arrive), 0)
        // The chunks have to know what the headers say.
        if (name === 'ChunkReceived') tap('HeadersReceived')
      }
      for (const name of Object.keys(listeners)) tap(name)

      return (wasAccepted) => {
        if (wasAccepted) flush()
        waiting = undefined
      }
    },
  }

  function deliver(name: string, value: unknown): void {
    for (const listener of listeners[name] || []) {
      streamed = streamed || name === 'ChunkReceived'
      notify(listener, value)
    }
  }
}
