import type { Core, Flight } from './core'
import { AuthError } from './errors'
import { exchangeCode, type Outcome } from './exchange'
import { callPlatform } from './platform'
import type { LoginState } from './types'

/** Milliseconds before the second and the third attempt, ±50 % so that a fleet of apps does not come back in step. */
const waits = [500, 1500]
/** "wxa login is blocked": https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const blocked = 1402101
/** What WeChat DevTools gives, again and again, where there is no real appid. */
const mockCode = 'the code is a mock one'

export const age = (flight: Flight<any>): number => Math.max(0, Date.now() - flight.since)

/** `wx.login`, then the exchange of its code; and once more if that can help and time is left. */
export function attempt<State extends LoginState>(
  core: Core<State>,
  flight: Flight<State>,
  done: (outcome: Outcome<State>) => void,
): void {
  function conclude(outcome: Outcome<State>): void {
    if (flight !== core.pending) return
    const wait = waits[flight.attempts - 1] || Infinity
    const delay = Math.max(wait * (0.5 + Math.random()), outcome.retryAfter || 0)
    if (!outcome.transient || delay + age(flight) >= core.loginTimeout) return done(outcome)
    flight.nextAttempt = setTimeout(() => attempt(core, flight, done), delay)
  }

  const fail = (message: string, said: any) =>
    conclude({ error: new AuthError('LOGIN_FAILED', message, said), transient: said.errno !== blocked })

  flight.attempts++
  callPlatform(
    core.platform,
    'login',
    {},
    ({ code }) => {
      if (flight !== core.pending) return
      // wx.createCacheManager can answer with the last code once more; it is spent then.
      if (!code || typeof code !== 'string' || (code === core.lastCode && code !== mockCode)) {
        return fail('wx.login gave no fresh code', {})
      }
      core.lastCode = code
      exchangeCode(core, flight, code, conclude)
    },
    (said) => fail('wx.login failed', said),
  )
}
