import { createHmac, randomUUID } from 'node:crypto'
import { ApiError } from './api-error'
import type { Log } from './log'
import type { LoginState, LoginStates } from './login-states'
import { codeRefused, devToolsCode, type Wechat } from './wechat'

export interface Login {
  /** Codes and tokens must not be in the log, so this tells its lines apart. */
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
 * Code → WeChat → login state. A code sent twice asks WeChat once: at the same time both share the answer, later or in
 * another process it is refused.
 */
export function createLogin({ wechat, loginStates, userIdKey, log }: Parts): (code: string) => Promise<Login> {
  const underWay = new Map<string, Promise<Login>>()

  async function begin(code: string): Promise<Login> {
    // That of DevTools is everybody's, again and again.
    const number = await loginStates.claim(code === devToolsCode ? randomUUID() : code)
    if (number === undefined) throw codeRefused({ note: 'code used before' })
    return { number, answer: exchange(number, code) }
  }

  async function exchange(number: number, code: string): Promise<LoginState & { userId: string }> {
    log({ event: 'code-received', login: number })
    const askedAt = performance.now()
    const elapsed = () => Math.round(performance.now() - askedAt)
    try {
      const { openid, sessionKey } = await wechat.codeToSession(code)
      const ms = elapsed()
      const userId = createHmac('sha256', userIdKey).update(openid).digest('base64url').slice(0, 16)
      const state = await loginStates.issue({ openid, sessionKey, userId, loginAt: Date.now(), number })
      log({ event: 'login-state-issued', login: number, ms, expiresIn: state.expiresIn })
      return { ...state, userId }
    } catch (error) {
      log({ event: 'login-failed', login: number, ms: elapsed(), ...reasonOf(error) })
      throw error
    }
  }

  return async (code) => {
    const shared = underWay.get(code)
    if (shared) {
      const login = await shared
      log({ event: 'code-shared', login: login.number })
      return login
    }
    if (underWay.size >= maxUnderWay) {
      throw new ApiError(503, 'too_busy', 'Too many logins at once; log in again in a moment.', { retryAfter: 1 })
    }
    const login = begin(code)
    underWay.set(code, login)
    const over = () => void underWay.delete(code)
    void login.then(({ answer }) => answer).then(over, over)
    return login
  }
}

function reasonOf(error: unknown) {
  // What else an error says may quote a secret.
  if (!(error instanceof ApiError)) return { error: 'internal_error' }
  const { error: name, errcode, note } = error
  return { error: name, note, ...(errcode !== undefined && { errcode }) }
}
