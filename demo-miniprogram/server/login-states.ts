import { createHash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** Who logged in, as the server remembers it. The openid never leaves the server. */
export interface KnownLogin {
  openid: string
  userId: string
  /** Milliseconds since 1970. */
  loginAt: number
  /** Which login it was, over all processes: tells log lines apart. */
  number: number
}

export interface NewLogin extends KnownLogin {
  sessionKey: string
}

/** What the client is given. */
export interface LoginState {
  token: string
  /** Seconds. */
  expiresIn: number
}

/** Where login states are kept, for one process or for many. */
export interface LoginStates {
  /**
   * Takes a code. Of all who take the same one, whichever process they are in, one gets a number: that of the login which
   * now begins. The others get nothing.
   */
  claim(code: string): Promise<number | undefined>
  issue(login: NewLogin): Promise<LoginState>
  find(token: string): Promise<KnownLogin | undefined>
  revoke(token: string): Promise<void>
  /** Resolves with how many there were. */
  revokeAll(): Promise<number>
  /**
   * The session_key of a user's latest login, which has the highest number, though WeChat's answers may have come in
   * another order. It decrypts what WeChat encrypts for the mini-program.
   */
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

/** Seconds a login state lives, if nobody says otherwise. */
export const usualLifetime = 7200

/** Seconds in which WeChat takes a code. */
export const codeLifetime = 300

/** In the memory of this process. */
export function createLoginStates(options: Options = {}): LoginStates {
  const { lifetime = usualLifetime, max = 50_000, clock = performance } = options
  // ttlResolution 0: ask the clock each time, as a cached time would outlive a jump of it.
  const bounds = { max, ttl: lifetime * 1000, ttlResolution: 0, perf: clock }
  const logins = new LRUCache<string, KnownLogin>(bounds)
  const sessionKeys = new LRUCache<string, { sessionKey: string; number: number }>(bounds)
  // WeChat would refuse a used code as well: this only saves the question, so that forgetting some is harmless.
  const claimed = new LRUCache<string, true>({ ...bounds, max: 10_000, ttl: codeLifetime * 1000 })
  let count = 0

  return {
    async claim(code) {
      if (claimed.has(hash(code))) return undefined
      claimed.set(hash(code), true)
      return ++count
    },
    async issue({ sessionKey, ...login }) {
      const token = newToken()
      logins.set(hash(token), login)
      const kept = sessionKeys.get(login.openid)
      if (!kept || kept.number < login.number) sessionKeys.set(login.openid, { sessionKey, number: login.number })
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

export const newToken = (): string => randomBytes(32).toString('base64url')

/**
 * Tokens and codes are found by their hash. Whoever reads the store gets none; and how long a look-up takes tells nothing
 * about one, as nobody can steer the hash of a guess closer to a stored hash. So no constant-time comparison is needed.
 */
export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
