import type { FastifyInstance } from 'fastify'

export async function meRoute(api: FastifyInstance): Promise<void> {
  api.get('/me', async ({ login }) => ({ userId: login.userId, loginAt: new Date(login.loginAt).toISOString() }))
}
