import type { FastifyInstance } from 'fastify'
import type { LoginCheck } from '../login-check'

/** Something that visitors may read, too: for requests with `login: 'optional'`. */
export async function newsRoute(api: FastifyInstance, { requireLogin }: Pick<LoginCheck, 'requireLogin'>) {
  api.get('/news', async (request) => {
    // One that is not known is refused, though none is needed: then the client forgets it and comes as a visitor.
    const reader = request.headers.authorization === undefined ? undefined : await requireLogin(request)
    return {
      title: 'The reading room is open',
      text: 'Everybody may read this. Who is logged in is greeted besides.',
      reader: reader?.userId ?? null,
    }
  })
}
