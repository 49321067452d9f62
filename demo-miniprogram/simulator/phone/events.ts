import type * as glassEasel from 'glass-easel'

type Listener = (this: unknown, event: object) => boolean | undefined

/** Hands an event to a listener of app code as WeChat does: a plain object, with nothing of the DOM in it. */
export function callListener(
  host: unknown,
  event: glassEasel.ShadowedEvent<unknown>,
  listener: Listener,
): boolean | undefined {
  return listener.call(host, {
    type: event.getEventName(),
    timeStamp: event.timeStamp,
    target: describe(event.target),
    currentTarget: describe(event.currentTarget),
    mark: event.mark ?? {},
    detail: event.detail,
  })
}

function describe({ id, dataset }: { id?: string; dataset?: unknown }): object {
  return { id: id ?? '', dataset: dataset ?? {} }
}
