import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { ApiError } from '../api-error'
import type { Log, LogEntry } from '../log'
import type { LoginStates } from '../login-states'
import type { Wechat } from '../wechat'

interface Parts {
  wechat: Wechat
  loginStates: LoginStates
  log: Log
}

/** The parts as the demo needs them: with trouble on demand, and with a log that a page can read. */
export interface Demo extends Pick<Parts, 'wechat' | 'log'> {
  addTo(server: FastifyInstance): void
}

type Noted = LogEntry & { id: number; at: number }

const maxEntries = 200
const upToTenSeconds = { type: 'integer', minimum: 0, maximum: 10_000 }

/** What shows in a demo how the package copes. Anybody may use it, so never beside real users. */
export function createDemo({ wechat, loginStates, log }: Parts): Demo {
  const entries: Noted[] = []
  // Not from 0: whoever asks for what came after an entry, asks so after a restart, too.
  let id = Date.now()
  let slow = 0
  let downUntil = 0

  function addTo(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (performance.now() < downUntil && request.routeOptions.url !== '/trouble') {
        request.note = 'as a server that is down'
        reply.hijack()
        return void request.raw.destroy()
      }
      const { wait } = request.query as { wait?: unknown }
      if (typeof wait === 'string' && /^([1-4]?\d{1,3}|5000)$/.test(wait)) await setTimeout(Number(wait))
    })
    server.register(routes)
  }

  async function routes(api: FastifyInstance): Promise<void> {
    api.post('/revoke', async (request, reply) => {
      request.note = `login states forgotten: ${await loginStates.revokeAll()}`
      return reply.code(204).send()
    })

    api.post<{ Body: { slow?: number; down?: number } }>(
      '/trouble',
      {
        schema: { body: { type: 'object', properties: { slow: upToTenSeconds, down: upToTenSeconds } } },
        schemaErrorFormatter: () =>
          new ApiError(400, 'bad_request', 'slow and down must be whole numbers from 0 to 10000, in milliseconds.'),
      },
      async ({ body }, reply) => {
        slow = body.slow ?? 0
        downUntil = performance.now() + (body.down ?? 0)
        return reply.code(204).send()
      },
    )

    api.get<{ Querystring: { after?: string } }>(
      '/log',
      {
        schema: { querystring: { type: 'object', properties: { after: { type: 'string', pattern: '^\\d{1,15}$' } } } },
        schemaErrorFormatter: () => new ApiError(400, 'bad_request', 'after must be the id of an entry.'),
        // Pages ask for it again and again.
        config: { quiet: true, rateLimit: false },
      },
      async ({ query: { after = '0' } }) => ({
        now: Date.now(),
        entries: entries.filter((entry) => entry.id > Number(after)),
      }),
    )
  }

  return {
    addTo,
    wechat: {
      ...wechat,
      async codeToSession(code) {
        const longer = slow
        slow = 0
        if (longer > 0) await setTimeout(longer)
        return wechat.codeToSession(code)
      },
    },
    log(entry) {
      entries.push({ id: ++id, at: Date.now(), ...entry })
      if (entries.length > maxEntries) entries.shift()
      log(entry)
    },
  }
}
