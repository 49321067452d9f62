import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import { createKeptFiles, type KeptFiles } from './kept-files'
import type { Log } from './log'
import { createLoginStates, type LoginStates } from './login-states'
import { answerOf, connectRedis } from './redis/client'
import { createRedisKeptFiles } from './redis/kept-files'
import { createRedisLoginStates } from './redis/login-states'

/** All that the server remembers. */
export interface Stores {
  loginStates: LoginStates
  keptFiles: KeptFiles
  /** Where requests are counted. */
  rateLimits: RateLimitPluginOptions
  /** Rejects while they cannot be reached. */
  check(): Promise<unknown>
  close(): Promise<unknown>
}

/** In the memory of this process, which forgets everything at its end. */
export function openMemory(): Stores {
  return {
    loginStates: createLoginStates(),
    keptFiles: createKeptFiles(),
    // When there are more addresses, the one that was not seen for longest starts anew.
    rateLimits: { cache: 5000 },
    check: async () => {},
    close: async () => {},
  }
}

/** In Redis, which any number of processes share. */
export async function openRedis(url: string, appId: string, log: Log): Promise<Stores> {
  // Of one mini-program only: another has other users.
  const redis = await connectRedis(url, `miniprogram-login:${appId}:`, log)
  return {
    loginStates: createRedisLoginStates(redis),
    keptFiles: createRedisKeptFiles(redis),
    // While Redis is away nobody is counted: whatever costs something needs Redis, too, and is refused.
    rateLimits: { redis, nameSpace: 'requests:', skipOnError: true },
    check: () => answerOf(redis.ping()),
    close: async () => redis.disconnect(),
  }
}
