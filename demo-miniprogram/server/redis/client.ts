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
    // Nothing waits for Redis to come back: by then the client has been told that it did not work.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2 * patience,
    commandTimeout: patience,
    // A connection that has died without a word is given up.
    socketTimeout: 2 * patience,
    // It is waited for even where there is no connection any more.
    disconnectTimeout: 100,
    retryStrategy: (times) => Math.min(times * 100, 2000),
  })
  let away = false
  // Each attempt to reach it fails anew.
  const isAway = (reason: string) => {
    if (!away) log({ event: 'store-unreachable', reason })
    away = true
  }
  redis.on('error', (error) => isAway(nameOf(error)))
  redis.on('reconnecting', () => isAway('connection lost'))
  redis.on('ready', () => {
    if (away) log({ event: 'store-reachable' })
    away = false
  })
  // Its errors are told already.
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
      // Seconds. Not the same for all, or all of them would come back at once.
      retryAfter: 5 + Math.floor(Math.random() * 11),
    })
  }
}

/** Never the whole message: it may quote what was asked. */
function nameOf(error: unknown): string {
  const { message = '', code = /^[A-Z]{4,}\b/.exec(message)?.[0] } = error as { message?: string; code?: string }
  return code ?? 'no answer'
}
