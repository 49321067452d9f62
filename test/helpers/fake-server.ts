import type { Answer, Sent } from './fake-wx'

type Handler = (request: Sent) => Answer | undefined

export interface FakeServer {
  /** Where its API is. */
  baseUrl: string
  /** What `POST /login` got, in order; `at` in milliseconds, as in `Sent`. */
  exchanges: { code: string; body: any; at: number }[]
  /** All else that reached it, in order. */
  requests: Sent[]
  /** What it would accept now. */
  tokens: Set<string>
  /** Every token that it ever issued. */
  issued: string[]
  /** The token that was issued last. */
  readonly lastToken: string
  /** Seconds, for the states issued from now on. */
  expiresIn: number | undefined
  /** Further fields of the states issued from now on. */
  extra: object
  /** Answers `path` from now on, whatever state the request carries. */
  on(path: string, handler: Handler | Answer): void
  /** Answers the next exchange so, in place of a login state; several wait in line. */
  nextExchange(answer: Answer | undefined | Handler): void
  /** Answers every exchange so until told otherwise with `undefined`. */
  everyExchange(answer: Answer | Handler | undefined): void
  /** Forgets the login states that it has issued. */
  revokeAll(): void
  answer(request: Sent): Answer | undefined
}

/**
 * The developer's server. `POST /login` turns a code into a login state, once; everything else wants to see one and
 * answers 200 with the path it was asked for, else 401.
 */
export function createFakeServer(baseUrl = 'https://api.test'): FakeServer {
  const used = new Set<string>()
  const handlers = new Map<string, Handler>()
  const exchangeScripts: Handler[] = []
  let standingExchange: Handler | undefined

  const handlerOf = (given: Handler | Answer | undefined): Handler =>
    typeof given === 'function' ? given : () => given

  function exchange(request: Sent): Answer | undefined {
    const { code } = request.data ?? {}
    server.exchanges.push({ code, body: request.data, at: request.at })
    const usedBefore = used.has(code)
    used.add(code)
    const script = exchangeScripts.shift() ?? standingExchange
    if (script) return script(request)
    if (usedBefore || !/^code-\d+-of-wx-login$/.test(code)) return { statusCode: 401, data: { error: 'code_refused' } }
    const token = `token-${server.exchanges.length}-of-the-server`
    server.tokens.add(token)
    server.issued.push(token)
    const { expiresIn, extra } = server
    return { statusCode: 200, data: { token, ...(expiresIn !== undefined && { expiresIn }), ...extra } }
  }

  const server: FakeServer = {
    baseUrl,
    exchanges: [],
    requests: [],
    tokens: new Set(),
    issued: [],
    get lastToken() {
      return server.issued[server.issued.length - 1] ?? ''
    },
    expiresIn: undefined,
    extra: {},
    on: (path, handler) => void handlers.set(path, handlerOf(handler)),
    nextExchange: (answer) => void exchangeScripts.push(handlerOf(answer)),
    everyExchange(answer) {
      standingExchange = answer && handlerOf(answer)
    },
    revokeAll: () => server.tokens.clear(),
    answer(request) {
      const path = request.url.slice(baseUrl.length).replace(/\?.*/, '')
      if (request.url.startsWith(baseUrl) && path === '/login') return exchange(request)
      server.requests.push(request)
      const handler = handlers.get(request.url.startsWith(baseUrl) ? path : request.url)
      if (handler) return handler(request)
      if (!server.tokens.has(tokenOf(request))) return { statusCode: 401, data: { error: 'login_state_unknown' } }
      return { statusCode: 200, data: { path } }
    },
  }
  return server
}

/** The token that a request carries as `Authorization: Bearer …`, or ''. */
export function tokenOf({ header }: { header: Record<string, any> }): string {
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'authorization') ?? ''
  return String(header[name] ?? '').replace(/^Bearer /, '')
}
