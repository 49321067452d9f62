import type { AuthError, AuthEvent } from '../../../src'
import { isWaiting } from './call'
import type { Attempt, Copy, Login } from './copy'
import { dropLogin, jitter, lastAttempt, retryAfter, waits } from './logins'

/** Milliseconds by which a Retry-After may prolong the cooldown. */
const longestCooldown = 60_000

/** A login came to a state, which is being stored. False where no login may do that now. */
export function loginSucceeds(copy: Copy, token: string): boolean {
  const { login } = copy
  const attempt = lastAttempt(copy)
  if (!login || attempt?.token !== token) return false
  copy.untold.push(login)
  dropLogin(copy)
  return true
}

export function loginToldOf(copy: Copy, event: AuthEvent & { type: 'login' }): void {
  const index = copy.untold.findIndex(({ attempts }) => attempts.length === event.attempts)
  copy.world.keeps('events', index >= 0, () => `a login of ${event.attempts} attempts was told`)
  copy.untold.splice(index, 1)
}

export function failedLoginToldOf(copy: Copy, { error, attempts }: AuthEvent & { type: 'login-failed' }): void {
  const { world, login } = copy
  const made = login?.attempts.length ?? 0
  world.keeps('events', attempts === made, () => `${attempts} attempts were told, ${made} were made`)
  const isUnavailable = error.code === 'LOGIN_UNAVAILABLE'
  world.keeps('single-page mode', !isUnavailable || world.singlePage, () => error.message)
  if (error.code === 'TIMEOUT') timedOut(copy)
  else if (login && !isUnavailable) failsForGood(copy, login, error)
  copy.errors.set(error, world.nextOrder())
  const answer: any = error.response
  const busy = (error.statusCode ?? 0) >= 500 || error.statusCode === 429
  const wanted = busy ? retryAfter(answer?.header) : 0
  const lasts = Math.max(world.options.cooldown, Math.min(wanted, longestCooldown))
  copy.failure = { error, at: world.clock.wall(), lasts }
  dropLogin(copy)
}

/** Since when this login, or who waits for it, has been waiting. login(extra) stands in line for a while first. */
const waitingSince = ({ login, calls }: Copy): number =>
  Math.min(login?.since ?? Infinity, ...calls.filter(isWaiting).map(({ waiting }) => waiting as number))

function timedOut(copy: Copy): void {
  const { clock, options, keeps } = copy.world
  const since = waitingSince(copy)
  const passed = clock.awake - since
  const early = passed < options.loginTimeout && clock.disturbedAt < since
  keeps('attempts', !early, () => `the login timed out after ${passed} ms`)
}

/** Was there really no time, or no reason, for another attempt? */
function failsForGood(copy: Copy, login: Login, error: AuthError): void {
  const { clock, options, keeps } = copy.world
  const { failed } = lastAttempt(copy) as Attempt
  keeps('attempts', !!failed, () => `the login failed (${error.message}) while an attempt is under way`)
  if (!failed) return
  const number = login.attempts.length
  const since = waitingSince(copy)
  if (number === 3 || !failed.transient || clock.disturbedAt >= since) return
  const wait = Math.max((waits[number - 1] as number) * (1 + jitter), failed.wait)
  const late = clock.awake + wait >= since + options.loginTimeout
  keeps('attempts', late, () => `the login failed after ${number}, with time for another`)
}

/** A login goes on after a failed attempt only where there is time for another one. */
export function loginGoesOnRightly(copy: Copy): void {
  const { login, world } = copy
  const failed = lastAttempt(copy)?.failed
  if (!login || !failed || world.clock.disturbedAt >= login.since) return
  const number = login.attempts.length
  const left = login.since + world.options.loginTimeout - failed.awake
  const least = Math.max((waits[number - 1] ?? 0) * (1 - jitter), failed.wait)
  const goesOn = failed.transient && number < 3 && least <= left
  world.keeps('attempts', goesOn, () => `the login goes on after ${number}, with ${left} ms left`)
}
