import { once } from 'node:events'
import { Redis } from 'ioredis'
import { ApiError } from '../api-error'
import type { Log } from '../log'

/** Milliseconds that Redis has to answer: a request is told soon that it cannot be served now. */
const patience = 1000

/** Resolves when Redis is there, or when it was tried to be reached: it may come later, and go and come back. */
export async function connectRedis(url: string, keyPrefix: string, log: Log): Promise<Redis> {
  const redis = new Redis(url, {
    keyPrefix,
    // Nothing waits for Redis to come back, and nothing is done late that a client was told is not.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2 * patience,
    commandTimeout: patience,
    // A connection that has died without a word is given up.
    socketTimeout: 2 * patience,
    retryStrategy: (times) => Math.min(times * 100, 2000),
  })
  let reachable: boolean | undefined
  redis.on('ready', () => {
    if (reachable === false) log({ event: 'store-reachable' })
    reachable = true
  })
  redis.on('error', (error) => note(nameOf(error)))
  redis.on('close', () => note('connection closed'))

  function note(reason: string): void {
    if (reachable !== false && redis.status !== 'end') log({ event: 'store-unreachable', reason })
    reachable = false
  }

  // Its errors are noted above.
  await once(redis, 'ready').catch(() => {})
  return redis
}

/** What Redis answers. Where it does not, the client is told so, and by no means that its login state is unknown. */
export async function answerOf<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw new ApiError(503, 'store_unreachable', 'Login states cannot be looked up now; try again in a moment.', {
      note: `store_unreachable: ${nameOf(error)}`,
      // Not the same for all, or all of them would come back at once.
      retryAfter: 2 + Math.floor(Math.random() * 9),
    })
  }
}

/** Never the whole message: it may quote what was asked. */
function nameOf(error: unknown): string {
  const { name, message, code } = error as { name?: string; message?: string; code?: string }
  return code ?? /^[A-Z]{4,}\b/.exec(message ?? '')?.[0] ?? (message === 'Command timed out' ? 'timeout' : `${name}`)
}
