import { isRedisHere, type RedisProcess, redisAdvice, startRedisProcess } from '../load/redis-process'

export type { RedisProcess }

/** Tests that need a real Redis. Where there is none they are skipped, but never where a change is judged. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (!isRedisHere) {
    if (process.env.CI) throw new Error(`${name}: ${redisAdvice}`)
    // Jest itself tells few of what it skips.
    process.stderr.write(`Skipped: ${name}, for ${redisAdvice}\n`)
  }
  const describeOrSkip = isRedisHere ? describe : describe.skip
  describeOrSkip(name, tests)
}

const running: RedisProcess[] = []

afterAll(async () => {
  for (const redis of running) await redis.dispose()
})

/** It ends with the tests of the file. */
export async function startRedis(): Promise<RedisProcess> {
  const redis = await startRedisProcess()
  running.push(redis)
  return redis
}
