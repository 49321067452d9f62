import { setTimeout } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { createJsonLog } from '../json-log'
import { createServer } from '../server'
import { openMemory, openRedis } from '../stores'
import { createWechat, type Wechat } from '../wechat'

/**
 * The server in a process of its own: nothing else takes memory or time there, and all that the process says is the
 * server's log. It tells its URL when it listens and its memory when asked, and ends when nobody listens to it any more.
 */
async function main(): Promise<void> {
  const { BARE, WECHAT_API: url, WECHAT_APPID: appId = '', WECHAT_SECRET: secret = '', REDIS_URL } = process.env
  const log = createJsonLog()
  const stores = REDIS_URL ? await openRedis(REDIS_URL, appId, log) : openMemory()
  const wechat = url ? createWechat({ appId, secret, url }) : wechatAtOnce
  const options = {
    // For `POST /revoke`.
    demo: url !== undefined,
    // The clients share one address, whose limits would end the run within a second.
    maxRequests: Number.MAX_SAFE_INTEGER,
    maxLogins: Number.MAX_SAFE_INTEGER,
  }
  const server = BARE ? createBareServer() : createServer({ ...stores, ...options, wechat, userIdKey: secret, log })
  process.on('message', async () => process.send?.(await measure()))
  process.once('disconnect', async () => {
    await server.close()
    await stores.close()
  })
  process.send?.(await server.listen({ host: '127.0.0.1', port: 0 }))
}

/** What Fastify does where nobody has to be known. */
function createBareServer(): FastifyInstance {
  const server = Fastify()
  server.get('/me', async () => ({ userId: 'a-user-id-of-16-c', loginAt: '2026-01-01T00:00:00.000Z' }))
  return server
}

/** Knows every code, and takes no time, so that what is measured is the server's. */
const wechatAtOnce: Wechat = {
  appId: 'wx0',
  codeToSession: async (code) => ({ openid: `openid-${code.slice(-3)}`, sessionKey: 'c2Vzc2lvbi1rZXktMTYtYg==' }),
}

/** In bytes. */
export interface Memory {
  /** What is still reachable, on V8's heap and beside it. */
  held: number
  rss: number
}

async function measure(): Promise<Memory> {
  // What ends with one turn of the event loop may be collectable in a later one only.
  for (let round = 0; round < 3; round++) {
    await setTimeout(20)
    global.gc?.()
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, rss }
}

void main()
