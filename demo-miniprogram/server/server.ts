import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyRequest, type HTTPMethods } from 'fastify'
import { ApiError, sendError } from './api-error'
import { createLogin } from './login'
import type { KnownLogin, LoginStates } from './login-states'
import type { Wechat } from './wechat'

export interface ServerOptions {
  wechat: Wechat
  loginStates: LoginStates
  /** Turns openids into user ids. Keep it, or everybody gets a new one. */
  userIdKey: string
  /** Told each step as one line, without any secret. */
  log?: (line: string) => void
  /** Adds `POST /revoke`, with which anybody logs out everybody. */
  demo?: boolean
  /** Milliseconds a client has to send its whole request. */
  requestTimeout?: number
  /** For each address, within a minute. */
  maxRequests?: number
  maxLogins?: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Which login this request belongs to, 0 while that is unknown. */
    loginNumber: number
    /** Why it was answered so, for the log. */
    note: string
  }
}

/** What wx.login gives is not specified: letters, digits and `-_` as seen, the rest of base64, and spaces as DevTools has them. */
const codeSchema = { type: 'string', maxLength: 512, pattern: '^[\\w.~+/=-][\\w .~+/=-]*$' }

export function createServer(options: ServerOptions): FastifyInstance {
  const { loginStates, log = () => {}, demo = false, requestTimeout = 10_000 } = options
  const { maxRequests = 1200, maxLogins = 120 } = options
  const login = createLogin({ ...options, log })

  const server = Fastify({
    bodyLimit: 4096,
    requestTimeout,
    // Ends connections on which nothing moves, such as those of clients that stopped reading.
    connectionTimeout: 30_000,
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: Math.ceil(requestTimeout / 10) },
    // A code that is not a string is refused, not made one.
    ajv: { customOptions: { coerceTypes: false } },
    frameworkErrors: sendError,
  })
  server.decorateRequest('loginNumber', 0)
  server.decorateRequest('note', '')
  takeJsonOnly(server)
  server.setErrorHandler(sendError)

  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  server.addHook('onResponse', async ({ loginNumber, method, routeOptions, note }, reply) => {
    // The route and not the URL: who knows what clients put in there.
    const line = `${method} ${routeOptions.url ?? '(no such route)'} → ${reply.statusCode}`
    log((loginNumber ? `#${loginNumber} ` : '') + line + (note && ` (${note})`))
  })

  // X-Forwarded-For is not believed, as anybody can send it: behind a proxy, set Fastify's trustProxy.
  server.register(rateLimit, { max: maxRequests, timeWindow: '1 minute' })

  server.register(async (api) => {
    api.post<{ Body: { code: string } }>(
      '/login',
      {
        schema: { body: { type: 'object', required: ['code'], properties: { code: codeSchema } } },
        config: { rateLimit: { max: maxLogins } },
      },
      async (request) => {
        const { number, answer } = login(request.body.code)
        request.loginNumber = number
        return answer
      },
    )

    api.get('/me', async (request) => {
      const { userId, loginAt } = await requireLogin(request)
      return { userId, loginAt: new Date(loginAt).toISOString() }
    })

    // 204 without a login state too: who logs out wants it to be dead, and it is.
    api.post('/logout', async (request, reply) => {
      await findLogin(request)
      const token = tokenOf(request)
      if (token) await loginStates.revoke(token)
      return reply.code(204).send()
    })

    if (demo) {
      api.post('/revoke', async (request, reply) => {
        request.note = `login states forgotten: ${await loginStates.revokeAll()}`
        return reply.code(204).send()
      })
    }
  })

  async function findLogin(request: FastifyRequest): Promise<KnownLogin | undefined> {
    const token = tokenOf(request)
    const known = token && (await loginStates.find(token))
    if (!known) return undefined
    request.loginNumber = known.number
    return known
  }

  async function requireLogin(request: FastifyRequest): Promise<KnownLogin> {
    const known = await findLogin(request)
    // One answer, whatever is wrong with the token: a guesser learns nothing.
    if (!known)
      throw new ApiError(401, 'login_state_unknown', 'The login state is missing, expired or revoked; log in again.')
    return known
  }

  server.after(() => {
    // With a limit, so that nobody searches for paths at any speed.
    server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request, reply) => {
      const url = request.url.replace(/\?.*/s, '')
      const allowed = server.supportedMethods.filter((method) =>
        server.hasRoute({ method: method as HTTPMethods, url }),
      )
      if (allowed.length === 0) throw new ApiError(404, 'not_found', 'There is nothing at this path.')
      reply.header('allow', allowed.join(', '))
      throw new ApiError(405, 'method_not_allowed', 'This path has other methods: see the Allow header.')
    })
  })
  return server
}

/** `Authorization: Bearer` and the 43 characters of 256 bits. */
function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1]
}

function takeJsonOnly(server: FastifyInstance): void {
  const parseJson = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    // wx.request says application/json even where it sends nothing.
    if (body === '') done(null)
    else parseJson(request, body, done)
  })
}
