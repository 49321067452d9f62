import {
  type ForwardedAnswer,
  type ForwardedRequest,
  forwardingHeader,
  fromHeader,
  toHeader,
  type Unanswered,
} from '../../common/forwarding'
import { WxError } from './callbacks'

export interface Answer {
  head: Exclude<ForwardedAnswer, Unanswered>
  /** All of the body. What comes is shown part by part as well. */
  read(onPart?: (part: Uint8Array<ArrayBuffer>) => void): Promise<Blob>
}

export const forwardingPath = '/wx/request'

/** Has a request made by the simulator's server, without CORS and with any header. Ending ours ends that one. */
export async function forward(
  { body, ...forwarded }: ForwardedRequest & { body?: BodyInit },
  signal: AbortSignal,
): Promise<Answer> {
  const response = await fetch(forwardingPath, {
    method: 'POST',
    headers: { [forwardingHeader]: toHeader(forwarded) },
    ...(body !== undefined && { body }),
    signal,
  }).catch(broken)
  return {
    head: readHead(response.headers.get(forwardingHeader)),
    async read(onPart) {
      const parts: Uint8Array<ArrayBuffer>[] = []
      const reader = response.body?.getReader()
      for (;;) {
        const { value } = (await reader?.read().catch(broken)) ?? {}
        if (!value) return new Blob(parts)
        parts.push(value)
        onPart?.(value)
      }
    },
  }
}

export function readHead(text: string | null): Answer['head'] {
  const head = text ? fromHeader<ForwardedAnswer>(text) : broken()
  if ('reason' in head) throw new WxError(head.reason, head.errno)
  return head
}

/** The connection to the simulator's server broke, mostly because the one behind it did. */
export function connectionClosed(): WxError {
  return new WxError('errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED', 600001)
}

function broken(): never {
  throw connectionClosed()
}
