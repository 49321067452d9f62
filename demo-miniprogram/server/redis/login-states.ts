import type { Redis } from 'ioredis'
import { codeLifetime, hash, type LoginStates, newToken, usualLifetime } from '../login-states'
import { answerOf } from './client'

/**
 * In one step, so that of two processes which issue login states to the same user, the later login leaves its session_key.
 * KEYS: the login state, the user's session_key. ARGV: the login, its number, the session_key, the lifetime.
 */
const issue = `
  redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4])
  local kept = redis.call('HGET', KEYS[2], 'number')
  if not kept or tonumber(kept) < tonumber(ARGV[2]) then
    redis.call('HSET', KEYS[2], 'number', ARGV[2], 'sessionKey', ARGV[3])
    redis.call('EXPIRE', KEYS[2], ARGV[4])
  end`

/** In Redis, which forgets by itself what is over. */
export function createRedisLoginStates(redis: Redis, { lifetime = usualLifetime } = {}): LoginStates {
  const stateOf = (token: string) => `login-state:${hash(token)}`
  const sessionKeyOf = (openid: string) => `session-key:${openid}`

  return {
    async claim(code) {
      const claimed = await answerOf(redis.set(`code:${hash(code)}`, '', 'EX', codeLifetime, 'NX'))
      return claimed === null ? undefined : answerOf(redis.incr('logins'))
    },
    async issue({ sessionKey, ...login }) {
      const token = newToken()
      const keys = [stateOf(token), sessionKeyOf(login.openid)]
      await answerOf(redis.eval(issue, keys.length, ...keys, JSON.stringify(login), login.number, sessionKey, lifetime))
      return { token, expiresIn: lifetime }
    },
    async find(token) {
      const login = await answerOf(redis.get(stateOf(token)))
      return login === null ? undefined : JSON.parse(login)
    },
    async revoke(token) {
      await answerOf(redis.unlink(stateOf(token)))
    },
    async revokeAll() {
      await forget(redis, 'session-key:*')
      return forget(redis, 'login-state:*')
    },
    async sessionKey(openid) {
      return (await answerOf(redis.hget(sessionKeyOf(openid), 'sessionKey'))) ?? undefined
    },
  }
}

async function forget(redis: Redis, pattern: string): Promise<number> {
  const prefix = redis.options.keyPrefix ?? ''
  let cursor = '0'
  let count = 0
  do {
    // The client puts the prefix before keys, but neither into patterns nor off the keys that it finds.
    const [next, found] = await answerOf(redis.scan(cursor, 'MATCH', prefix + pattern, 'COUNT', 1000))
    const keys = found.map((key) => key.slice(prefix.length))
    if (keys.length > 0) count += await answerOf(redis.unlink(...keys))
    cursor = next
  } while (cursor !== '0')
  return count
}
