import { type Callbacks, callBack, failureOf, WxError } from './callbacks'

type Listener = (event: any) => void

/** `onHeadersReceived`, `offHeadersReceived` and so on, one pair for each event. Without a listener, `off…` drops all. */
export interface Task {
  abort(): void
  [subscription: `on${string}` | `off${string}`]: (listener?: Listener) => void
}

export interface TaskOptions extends Callbacks {
  timeout?: number
}

interface Running<EventName> {
  /** Aborted when the task is, or when it has taken too long. */
  signal: AbortSignal
  tell(name: EventName, event: object): void
}

const defaultTimeout = 60_000

/** A call of `wx` over the network. It returns the task in every case, never a promise. */
export function startTask<EventName extends string>(
  api: string,
  options: TaskOptions,
  events: EventName[],
  run: (running: Running<EventName>) => Promise<object>,
): Task {
  const ending = new AbortController()
  const listeners = new Map(events.map((name) => [name, new Set<Listener>()]))
  const timer = setTimeout(() => ending.abort(new WxError('timeout', 5)), options.timeout ?? defaultTimeout)

  function tell(name: EventName, event: object): void {
    for (const listener of listeners.get(name) ?? []) {
      try {
        listener(event)
      } catch (error) {
        reportError(error)
      }
    }
  }

  async function settle(): Promise<void> {
    // The caller gets its task before anything happens.
    await Promise.resolve()
    try {
      const result = await run({ signal: ending.signal, tell })
      ending.signal.throwIfAborted()
      callBack(options, 'success', { ...result, errMsg: `${api}:ok` })
    } catch (error) {
      // Where it was ended, only that tells why.
      callBack(options, 'fail', failureOf(api, ending.signal.aborted ? ending.signal.reason : error))
    } finally {
      clearTimeout(timer)
    }
  }

  void settle()
  const task: Task = { abort: () => ending.abort(new WxError('abort')) }
  for (const [name, ofThis] of listeners) {
    task[`on${name}`] = (listener) => void (listener && ofThis.add(listener))
    task[`off${name}`] = (listener) => (listener ? void ofThis.delete(listener) : ofThis.clear())
  }
  return task
}
