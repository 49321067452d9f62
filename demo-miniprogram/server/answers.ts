import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Log, LogEntry } from './log'

declare module 'fastify' {
  interface FastifyRequest {
    /** Which login this request belongs to, 0 while that is unknown. */
    loginNumber: number
    /** Why it was answered so, for the log. */
    note: string
  }
  interface FastifyContextConfig {
    /** Its answers are not logged. */
    quiet?: boolean
  }
}

/** Tells how each request ended. */
export function logAnswers(server: FastifyInstance, log: Log): void {
  server.decorateRequest('loginNumber', 0)
  server.decorateRequest('note', '')
  server.addHook('onRequest', async (request, reply) => {
    // Who has left before it was read has no address any more that the rate limit could count.
    if (!request.ip) return reply.hijack()
    const arrivedAt = performance.now()
    reply.raw.once('close', () => {
      if (!request.routeOptions.config.quiet) log(answered(request, reply, performance.now() - arrivedAt))
    })
  })
}

function answered(request: FastifyRequest, { raw, statusCode }: FastifyReply, ms: number): LogEntry {
  const { loginNumber, method, routeOptions, note } = request
  return {
    event: 'answered',
    ...(loginNumber > 0 && { login: loginNumber }),
    method,
    route: routeOptions.url ?? '(no such route)',
    status: raw.writableFinished ? statusCode : 'connection lost',
    ms: Math.round(ms * 10) / 10,
    ...(note && { note }),
  }
}
