import { createHash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Who logged in, as the server remembers it. The openid never leaves the server. */
export interface KnownLogin {
  openid: string
  userId: string
  /** Milliseconds since 1970. */
  loginAt: number
  /** Which login of this server it was, to tell log lines apart. */
  number: number
}

export interface NewLogin extends KnownLogin {
  sessionKey: string
  /** When WeChat was asked: of two answers about one user, the later question has the newer session_key. */
  askedAt: number
}

/** What the client is given. */
export interface LoginState {
  token: string
  /** Seconds. */
  expiresIn: number
}

/** Where login states are kept. Asynchronous, so that a database can take the place of this process's memory. */
export interface LoginStates {
  issue(login: NewLogin): Promise<LoginState>
  find(token: string): Promise<KnownLogin | undefined>
  revoke(token: string): Promise<void>
  /** Resolves with how many there were. */
  revokeAll(): Promise<number>
  /** The newest session_key of a user: it decrypts what WeChat encrypts for the mini-program. */
  sessionKey(openid: string): Promise<string | undefined>
}

interface Options {
  /** Seconds a login state lives. */
  lifetime?: number
  /** When there are more, who was not seen for longest has to log in again. */
  max?: number
  /** Milliseconds, running evenly. */
  clock?: { now(): number }
}

export function createLoginStates({ lifetime = 7200, max = 50_000, clock = performance }: Options = {}): LoginStates {
  // ttlResolution 0: ask the clock each time, as a cached time would outlive a jump of it.
  const bounds = { max, ttl: lifetime * 1000, ttlResolution: 0, perf: clock }
  const logins = new LRUCache<string, KnownLogin>(bounds)
  const sessionKeys = new LRUCache<string, { sessionKey: string; askedAt: number }>(bounds)

  return {
    async issue({ sessionKey, askedAt, ...login }) {
      const token = randomBytes(32).toString('base64url')
      logins.set(hash(token), login)
      const kept = sessionKeys.get(login.openid)
      if (!kept || kept.askedAt <= askedAt) sessionKeys.set(login.openid, { sessionKey, askedAt })
      return { token, expiresIn: lifetime }
    },
    async find(token) {
      return logins.get(hash(token))
    },
    async revoke(token) {
      logins.delete(hash(token))
    },
    async revokeAll() {
      logins.purgeStale()
      const count = logins.size
      logins.clear()
      sessionKeys.clear()
      return count
    },
    async sessionKey(openid) {
      return sessionKeys.get(openid)?.sessionKey
    },
  }
}

/**
 * Tokens are found by their hash. Whoever reads the store gets no token; and how long a look-up takes tells nothing
 * about one, as nobody can steer the hash of a guess closer to a stored hash. So no constant-time comparison is needed.
 */
function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
