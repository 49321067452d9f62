import { createHmac } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { ApiError } from './api-error'
import type { Log } from './log'
import type { LoginState, LoginStates } from './login-states'
import { codeRefused, devToolsCode, type Wechat } from './wechat'

export interface Login {
  /** Counts the logins of this server: codes and tokens must not be in the log, so this tells its lines apart. */
  number: number
  answer: Promise<LoginState & { userId: string }>
}

interface Parts {
  wechat: Wechat
  loginStates: LoginStates
  /** Turns openids into user ids. Keep it, or everybody gets a new one. */
  userIdKey: string
  log: Log
}

const maxUnderWay = 1000

/**
 * Code → WeChat → login state. A code sent twice asks WeChat once: at the same time both share the answer, later it is
 * refused.
 */
export function createLogin({ wechat, loginStates, userIdKey, log }: Parts): (code: string) => Login {
  let count = 0
  const underWay = new Map<string, Login>()
  // WeChat would refuse a used code as well: this only saves the question, so that forgetting some is harmless.
  const usedCodes = new LRUCache<string, true>({ max: 10_000, ttl: 5 * 60_000 })

  async function exchange(number: number, code: string): Promise<LoginState & { userId: string }> {
    log({ event: 'code-received', login: number })
    const askedAt = performance.timeOrigin + performance.now()
    const elapsed = () => Math.round(performance.timeOrigin + performance.now() - askedAt)
    try {
      const { openid, sessionKey } = await wechat.codeToSession(code)
      const ms = elapsed()
      const userId = createHmac('sha256', userIdKey).update(openid).digest('base64url').slice(0, 16)
      const state = await loginStates.issue({ openid, sessionKey, askedAt, userId, loginAt: Date.now(), number })
      log({ event: 'login-state-issued', login: number, ms, expiresIn: state.expiresIn })
      return { ...state, userId }
    } catch (error) {
      log({ event: 'login-failed', login: number, ms: elapsed(), ...reasonOf(error) })
      throw error
    } finally {
      underWay.delete(code)
      if (code !== devToolsCode) usedCodes.set(code, true)
    }
  }

  return (code) => {
    const shared = underWay.get(code)
    if (shared) {
      log({ event: 'code-shared', login: shared.number })
      return shared
    }
    if (usedCodes.has(code)) throw codeRefused({ note: 'code used before' })
    if (underWay.size >= maxUnderWay) {
      throw new ApiError(503, 'too_busy', 'Too many logins at once; log in again in a moment.', { retryAfter: 1 })
    }
    const number = ++count
    const login = { number, answer: exchange(number, code) }
    underWay.set(code, login)
    return login
  }
}

function reasonOf(error: unknown) {
  // What else an error says may quote a secret.
  if (!(error instanceof ApiError)) return { error: 'internal_error' }
  const { error: name, errcode, note } = error
  return { error: name, note, ...(errcode !== undefined && { errcode }) }
}
