import type { FastifyInstance } from 'fastify'

interface Options {
  /** The stand-in of WeChat. */
  standInUrl: string | undefined
  log(line: string): void
}

/** Who is logged in to WeChat on this phone. */
const user = 'demo'

/** What a phone asks WeChat. */
export async function wechat(server: FastifyInstance, { standInUrl, log }: Options): Promise<void> {
  /** Nothing where WeChat would need a session_key that is alive. */
  async function ask<Answer>(path: string): Promise<Answer | undefined> {
    if (!standInUrl) throw new Error('only WeChat has codes for this server; open the demo in WeChat DevTools')
    const response = await fetch(standInUrl + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user }),
    }).catch(() => {
      throw new Error('WeChat cannot be reached')
    })
    if (response.status === 409) return undefined
    if (!response.ok) throw new Error(`WeChat answered with ${response.status}`)
    return (await response.json()) as Answer
  }

  server.post('/wx/login', async (_request, reply) => {
    try {
      const answer = await ask<{ code: string }>('/stand-in/code')
      log('wx.login → WeChat gave a code')
      return answer
    } catch (error) {
      log(`wx.login → no code: ${(error as Error).message}`)
      reply.code(502)
      throw error
    }
  })
  server.post('/wx/check-session', async () => ask<{ valid: boolean }>('/stand-in/check-session'))
  server.post('/wx/user-info', async () => ({ data: await ask<object>('/stand-in/user-info') }))
}
