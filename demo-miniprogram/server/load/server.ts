import { setTimeout } from 'node:timers/promises'
import { lineOf } from '../log'
import { createLoginStates } from '../login-states'
import { createServer } from '../server'
import { createWechat } from '../wechat'

/**
 * The server in a process of its own: nothing else takes memory there, and all that the process says is the server's log.
 * It tells its URL when it listens and its memory when asked, and ends when nobody listens to it any more.
 */
async function main(): Promise<void> {
  const { WECHAT_URL: url = '', WECHAT_APPID: appId = '', WECHAT_SECRET: secret = '' } = process.env
  const server = createServer({
    wechat: createWechat({ appId, secret, url }),
    loginStates: createLoginStates(),
    userIdKey: secret,
    log: (entry) => console.log(lineOf(entry)),
    demo: true,
    // The clients share one address, whose limits would end the run within a second.
    maxRequests: Number.MAX_SAFE_INTEGER,
    maxLogins: Number.MAX_SAFE_INTEGER,
  })
  process.on('message', async () => process.send?.(await measure()))
  process.once('disconnect', () => void server.close())
  process.send?.(await server.listen({ host: '127.0.0.1', port: 0 }))
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
