import { AuthError } from './errors'
import type { Exchange, Outcome } from './exchange'
import { callPlatform } from './platform'
import type { LoginState, Platform } from './types'

/** The attempts of one login. */
export interface Attempts {
  /** How many there were until now. */
  count: number
  start(): void
  /** Whatever still arrives is dropped. */
  stop(): void
}

/** Milliseconds before the second and the third attempt, ±50 % so that a fleet of apps does not come back in step. */
const waits = [500, 1500]
/** "wxa login is blocked": https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const blocked = 1402101
/** What WeChat DevTools gives, again and again, where there is no real appid. */
const mockCode = 'the code is a mock one'

/** Prepares to log in: `wx.login`, then the exchange of its code, and again if that can help and time is left. */
export function createAttempts<State extends LoginState>(platform: Platform, exchange: Exchange<State>) {
  let lastCode: unknown

  return (
    timeLeft: () => number,
    extra: Record<string, unknown> | undefined,
    done: (outcome: Outcome<State>) => void,
  ): Attempts => {
    let stopped = false
    let abort: (() => void) | undefined
    let timer: ReturnType<typeof setTimeout>

    function conclude(outcome: Outcome<State>): void {
      if (stopped) return
      const wait = waits[attempts.count - 1]
      if ('state' in outcome || !outcome.transient || !wait) return done(outcome)
      const delay = Math.max(wait * (0.5 + Math.random()), outcome.retryAfter || 0)
      if (delay >= timeLeft()) return done(outcome)
      timer = setTimeout(attempts.start, delay)
    }

    const fail = (message: string, said: any) =>
      conclude({ error: new AuthError('LOGIN_FAILED', message, said), transient: said.errno !== blocked })

    const attempts = {
      count: 0,
      start() {
        attempts.count++
        callPlatform(
          platform,
          'login',
          {},
          ({ code }) => {
            if (stopped) return
            // wx.createCacheManager can answer with the last code once more; it is spent then.
            if (!code || typeof code !== 'string' || (code === lastCode && code !== mockCode)) {
              return fail('wx.login gave no fresh code', {})
            }
            lastCode = code
            abort = exchange(code, extra, conclude)
          },
          (said) => fail('wx.login failed', said),
        )
      },
      stop() {
        stopped = true
        clearTimeout(timer)
        if (abort) abort()
      },
    }
    return attempts
  }
}
