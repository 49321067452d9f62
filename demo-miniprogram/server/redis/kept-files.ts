import type { Redis } from 'ioredis'
import { type KeptFiles, newFileId, usualFileLifetime } from '../kept-files'
import { answerOf } from './client'

/** In Redis, so that every process has them; how many, is for Redis's `maxmemory` to say. */
export function createRedisKeptFiles(redis: Redis, { lifetime = usualFileLifetime } = {}): KeptFiles {
  return {
    async keep({ content, ...about }) {
      const id = newFileId()
      // One value, a line of JSON before the content: so it is there as a whole or not at all.
      const value = Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), content])
      await answerOf(redis.set(`file:${id}`, value, 'EX', lifetime))
      return id
    },
    async find(id) {
      const value = await answerOf(redis.getBuffer(`file:${id}`))
      if (value === null) return undefined
      const end = value.indexOf('\n')
      return { ...JSON.parse(value.toString('utf8', 0, end)), content: value.subarray(end + 1) }
    },
  }
}
