import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { blob } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import {
  type ForwardedAnswer,
  type ForwardedRequest,
  forwardingHeader,
  fromHeader,
  toHeader,
  type Unanswered,
} from '../common/forwarding'

/** Makes the requests of `wx`, which knows no CORS and no forbidden headers. What comes back streams through. */
export async function forward(server: FastifyInstance, { log }: { log(line: string): void }): Promise<void> {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, body, done) => done(null, body))

  server.post<{ Body: IncomingMessage | undefined }>('/wx/request', async ({ headers, body }, reply) => {
    const wanted = fromHeader<ForwardedRequest>(String(headers[forwardingHeader]))
    const ending = new AbortController()
    // Also when all is sent; then there is nothing to end.
    reply.raw.on('close', () => ending.abort())
    // Not all of a body may be wanted. A browser sends the rest before it hears the answer, and the next request after it.
    reply.raw.on('finish', () => body?.unpipe().resume())
    try {
      const answer = await fetch(wanted.url, {
        method: wanted.method,
        redirect: wanted.redirect,
        signal: ending.signal,
        ...(await contentOf(wanted, body, headers)),
      })
      reply.header(forwardingHeader, toHeader(headOf(answer)))
      reply.type('application/octet-stream').send(answer.body ? Readable.fromWeb(answer.body as never) : '')
      // Node would keep them until the body begins.
      reply.raw.flushHeaders()
      return reply
    } catch (error) {
      if (ending.signal.aborted) return reply.hijack()
      const unanswered = explain(error)
      log(
        `${wanted.method} ${new URL(wanted.url).origin} → no answer (${unanswered.reason.replace(/.*error_msg:/, '')})`,
      )
      return reply.header(forwardingHeader, toHeader(unanswered)).send('')
    }
  })
}

/** A body that may be sent again after a redirect is read first. Any other goes on as it comes. */
async function contentOf(
  { header, redirect }: ForwardedRequest,
  body: IncomingMessage | undefined,
  { 'user-agent': userAgent = '', 'content-length': length }: IncomingHttpHeaders,
): Promise<RequestInit> {
  const sent = { 'user-agent': userAgent, ...header }
  if (!body || length === '0') return { headers: sent }
  // Not a Buffer, which Node 20 cannot send twice.
  if (redirect === 'follow') return { headers: sent, body: await blob(body) }
  const headers = { ...sent, ...(length && { 'content-length': length }) }
  // A pipe can be let go of in the middle, which the reading of `fetch` cannot.
  return { headers, body: body.pipe(new PassThrough()), duplex: 'half' }
}

function headOf({ status, headers }: Response): ForwardedAnswer {
  return { statusCode: status, header: Object.fromEntries(headers), cookies: headers.getSetCookie() }
}

/** WeChat's errno 600001 has the words of Chromium's network stack. */
function explain(error: unknown): Unanswered {
  const { cause } = error as { cause?: { code?: string; message?: string } }
  if (cause?.message === 'redirect count exceeded') return { reason: 'exceed max redirect count', errno: 600008 }
  const [number, name] = netErrors[cause?.code ?? ''] ?? [-2, 'ERR_FAILED']
  return { reason: `errcode:${number} cronet_error_code:${number} error_msg:net::${name}`, errno: 600001 }
}

const netErrors: Record<string, [number, string]> = {
  ECONNREFUSED: [-102, 'ERR_CONNECTION_REFUSED'],
  ECONNRESET: [-101, 'ERR_CONNECTION_RESET'],
  UND_ERR_SOCKET: [-100, 'ERR_CONNECTION_CLOSED'],
  ENOTFOUND: [-105, 'ERR_NAME_NOT_RESOLVED'],
  EAI_AGAIN: [-105, 'ERR_NAME_NOT_RESOLVED'],
  ENETUNREACH: [-106, 'ERR_INTERNET_DISCONNECTED'],
  ETIMEDOUT: [-118, 'ERR_CONNECTION_TIMED_OUT'],
  UND_ERR_CONNECT_TIMEOUT: [-118, 'ERR_CONNECTION_TIMED_OUT'],
}
