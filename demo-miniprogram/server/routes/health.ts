import type { FastifyInstance } from 'fastify'
import { ApiError } from '../api-error'

interface Options {
  /** Rejects while login states cannot be looked up. */
  check: () => Promise<unknown>
}

/** For whatever watches over the process: is it alive, and should it be sent requests? */
export async function healthRoutes(api: FastifyInstance, { check }: Options): Promise<void> {
  // Asked every few seconds, by few.
  const config = { quiet: true, rateLimit: false } as const
  let stopping = false
  api.addHook('preClose', async () => {
    stopping = true
  })

  api.get('/health', { config }, async () => ({ status: 'alive' }))

  api.get('/ready', { config }, async () => {
    if (stopping) throw new ApiError(503, 'stopping', 'This process takes no more requests.')
    await check()
    return { status: 'ready' }
  })
}
