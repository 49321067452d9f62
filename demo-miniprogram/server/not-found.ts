import type { FastifyInstance, HTTPMethods } from 'fastify'
import { ApiError } from './api-error'

/** Tells a path that is not there from one that has other methods. To be called when the rate limit is there. */
export function answerUnknownPaths(server: FastifyInstance): void {
  // With a limit, so that nobody searches for paths at any speed.
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, (request, reply) => {
    const url = request.url.replace(/\?.*/s, '')
    // hasRoute takes a pattern, and throws at some that clients can think of. Our paths are plain.
    const methods = /^[\w/-]+$/.test(url) ? (server.supportedMethods as HTTPMethods[]) : []
    const allowed = methods.filter((method) => server.hasRoute({ method, url }))
    if (allowed.length === 0) throw new ApiError(404, 'not_found', 'There is nothing at this path.')
    reply.header('allow', allowed.join(', '))
    throw new ApiError(405, 'method_not_allowed', 'This path has other methods: see the Allow header.')
  })
}
