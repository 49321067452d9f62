import { type ForwardedAnswer, forwardingHeader, fromHeader, toHeader } from '../../shared/forwarding'
import { callBack, failureOf, WxError } from './callbacks'
import { outgoing, type RequestOptions } from './request-options'

type HeadersListener = (event: { statusCode: number; header: Record<string, string>; cookies: string[] }) => void

export interface RequestTask {
  abort(): void
  onHeadersReceived(listener: HeadersListener): void
  /** Without a listener: all of them. */
  offHeadersReceived(listener?: HeadersListener): void
}

const defaultTimeout = 60_000

/**
 * wx.request, without CORS and with any header, for the simulator's server makes the request. Ending ours ends that one. It
 * returns the task in every case, never a promise.
 */
export function request(options: RequestOptions): RequestTask {
  const ending = new AbortController()
  const listeners = new Set<HeadersListener>()
  const { timeout = defaultTimeout } = options
  const timer = setTimeout(() => ending.abort(new WxError('timeout', 5)), timeout)

  send(options, ending.signal, (head) => {
    for (const listener of listeners) listener(head)
  })
    .then(
      (result) => callBack(options, 'success', result),
      // Where it was ended, only that tells why.
      (error) => callBack(options, 'fail', failureOf('request', ending.signal.aborted ? ending.signal.reason : error)),
    )
    .finally(() => clearTimeout(timer))

  return {
    abort: () => ending.abort(new WxError('abort')),
    onHeadersReceived: (listener) => void listeners.add(listener),
    offHeadersReceived: (listener) => (listener ? void listeners.delete(listener) : listeners.clear()),
  }
}

async function send(options: RequestOptions, signal: AbortSignal, onHead: HeadersListener): Promise<object> {
  // The caller gets its task before anything happens.
  await Promise.resolve()
  const { body, ...forwarded } = outgoing(options)
  const response = await fetch('/wx/request', {
    method: 'POST',
    headers: { [forwardingHeader]: toHeader(forwarded) },
    ...(body !== undefined && { body }),
    signal,
  }).catch(broken)
  const head = readHead(response)
  onHead(head)
  const data = parse(await response.arrayBuffer().catch(broken), options)
  return { ...head, data, errMsg: 'request:ok' }
}

function readHead(response: Response) {
  const text = response.headers.get(forwardingHeader)
  const head = text ? fromHeader<ForwardedAnswer>(text) : broken()
  if ('reason' in head) throw new WxError(head.reason, head.errno)
  return head
}

/** The connection to the simulator's server broke, mostly because the one behind it did. */
function broken(): never {
  throw new WxError('errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED', 600001)
}

/** JSON is parsed where it is some, whatever its content type says, unless another `dataType` was asked for. */
function parse(bytes: ArrayBuffer, { responseType = 'text', dataType = 'json' }: RequestOptions): unknown {
  if (responseType === 'arraybuffer') return bytes
  const text = new TextDecoder().decode(bytes)
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
