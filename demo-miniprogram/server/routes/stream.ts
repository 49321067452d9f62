import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { ApiError } from '../api-error'

const words =
  'Each word of this sentence leaves in a chunk of its own, so the page can show it before the next one is here.'.split(
    /(?<= )/,
  )

/** Answers as slowly as somebody types: for wx.request with `enableChunked`. */
export async function streamRoute(api: FastifyInstance): Promise<void> {
  api.get<{ Querystring: { pause?: string } }>(
    '/stream',
    {
      schema: {
        querystring: { type: 'object', properties: { pause: { type: 'string', pattern: '^(\\d{1,3}|1000)$' } } },
      },
      schemaErrorFormatter: () =>
        new ApiError(400, 'bad_request', 'pause must be a whole number from 0 to 1000, in milliseconds.'),
    },
    async ({ query: { pause = '100' } }, reply) => {
      async function* speak() {
        for (const word of words) {
          yield word
          await setTimeout(Number(pause))
        }
      }
      return reply.type('text/plain; charset=utf-8').send(Readable.from(speak(), { objectMode: false }))
    },
  )
}
