import type { FastifyInstance } from 'fastify'

/**
 * Lets in only the simulator's own page. Other pages in the same browser can reach this port, too: with their own Origin, or
 * under a name of theirs that they let resolve to this machine.
 */
export function guard(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ headers, method, socket }, reply) => {
    const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${socket.localPort}`)
    const foreignHost = !hosts.includes(headers.host ?? '')
    // Browsers send an Origin with each POST.
    const foreignOrigin = method !== 'GET' && method !== 'HEAD' && headers.origin !== `http://${headers.host}`
    if (!foreignHost && !foreignOrigin) return
    reply.code(403)
    throw new Error('This address answers only the page that it serves.')
  })
}
