import rateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import { logAnswers } from './answers'
import { sendError } from './api-error'
import { createKeptFiles, type KeptFiles } from './kept-files'
import type { Log } from './log'
import { createLogin } from './login'
import { createLoginCheck } from './login-check'
import type { KnownLogin, LoginStates } from './login-states'
import { answerUnknownPaths } from './not-found'
import { createDemo } from './routes/demo'
import { fileRoutes } from './routes/files'
import { healthRoutes } from './routes/health'
import { loginRoutes } from './routes/login'
import { meRoute } from './routes/me'
import { newsRoute } from './routes/news'
import { openDataRoute } from './routes/open-data'
import { streamRoute } from './routes/stream'
import type { Wechat } from './wechat'

export interface ServerOptions {
  wechat: Wechat
  loginStates: LoginStates
  keptFiles?: KeptFiles
  /** Turns openids into user ids. Keep it, or everybody gets a new one. */
  userIdKey: string
  /** Told each step, without any secret. */
  log?: Log
  /** Adds what lets anybody log out everybody, and make trouble. */
  demo?: boolean
  /** Milliseconds a client has to send its whole request. */
  requestTimeout?: number
  /** For each address, within a minute. */
  maxRequests?: number
  maxLogins?: number
  maxUploads?: number
  /** Where those are counted. */
  rateLimits?: RateLimitPluginOptions
  /** Addresses of proxies, whose X-Forwarded-For is believed. Nobody else's is, as anybody can send it. */
  trustProxy?: string[]
  /** Rejects while login states cannot be looked up. */
  check?: () => Promise<unknown>
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. On the routes that need a login state only. */
    login: KnownLogin
  }
}

export function createServer(options: ServerOptions): FastifyInstance {
  const { loginStates, keptFiles = createKeptFiles(), check = async () => {} } = options
  const { requestTimeout = 30_000, trustProxy = [], rateLimits = {} } = options
  const { maxRequests = 1200, maxLogins = 120, maxUploads = 120 } = options
  const real = { log: () => {}, ...options }
  const demo = options.demo ? createDemo(real) : undefined
  const { log, wechat } = demo ?? real
  const login = createLogin({ ...options, wechat, log })

  const server = Fastify({
    bodyLimit: 4096,
    requestTimeout,
    // Ends connections on which nothing moves, such as those of clients that stopped reading.
    connectionTimeout: 30_000,
    // A body may be a photo from a slow phone; the rest is short.
    http: {
      headersTimeout: 10_000,
      connectionsCheckingInterval: Math.ceil(requestTimeout / 10),
    },
    // A code that is not a string is refused, not made one.
    ajv: { customOptions: { coerceTypes: false } },
    frameworkErrors: sendError,
    trustProxy: trustProxy.length > 0 && trustProxy,
    // What still comes while it stops is answered as well, and its connection closed.
    return503OnClosing: false,
  })
  server.decorateRequest('login')
  takeJsonOnly(server)
  endConnections(server)
  server.setErrorHandler(sendError)

  logAnswers(server, log)
  server.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'))
  server.register(rateLimit, { max: maxRequests, timeWindow: '1 minute', ...rateLimits })
  demo?.addTo(server)
  server.register(healthRoutes, { check })

  const { findLogin, requireLogin } = createLoginCheck(loginStates)
  server.register(loginRoutes, { login, loginStates, findLogin, maxLogins })
  server.register(newsRoute, { requireLogin })
  server.register(async (known) => {
    // After the rate limit and before the body: of whom nobody knows, nothing is read and nothing done.
    known.addHook('preParsing', async (request) => {
      request.login = await requireLogin(request)
    })
    known.register(meRoute)
    known.register(openDataRoute, { appId: wechat.appId, loginStates })
    known.register(fileRoutes, { keptFiles, maxUploads })
    known.register(streamRoute)
  })

  server.after(() => answerUnknownPaths(server))
  return server
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

/** Once it stops, a connection that is kept alive ends with its answer: nothing else would end it for a minute. */
function endConnections(server: FastifyInstance): void {
  let stopping = false
  server.addHook('preClose', async () => {
    stopping = true
  })
  server.addHook('onResponse', async () => {
    if (stopping) setImmediate(() => server.server.closeIdleConnections())
  })
}
