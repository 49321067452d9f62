import { type Answer, isState, stateOf } from '../world/server'
import { stateOfAnother } from '../world/stored'
import { wantsState } from './call'
import { type Attempt, type Copy, isCooling, isEnding, type Login, usable } from './copy'

/** The waits between attempts, in milliseconds, and by how much chance may change them. */
export const waits = [500, 1500]
export const jitter = 0.5

/** Milliseconds; none for a date. */
export const retryAfter = (header?: Record<string, string>): number => Number(header?.['retry-After']) * 1000 || 0

export const lastAttempt = ({ login }: Copy): Attempt | undefined => login?.attempts[login.attempts.length - 1]

/** Nobody hears of it any more. */
export function dropLogin(copy: Copy): void {
  copy.login = undefined
  copy.checking = undefined
}

/** wx.login was called. */
export function loginCalled(copy: Copy): Attempt {
  const { world } = copy
  world.tell?.(copy, 'wx.login')
  if (copy.login) anotherAttempt(copy, copy.login)
  else {
    firstAttempt(copy)
    copy.login = { since: world.clock.awake, attempts: [] }
  }
  const attempt: Attempt = { phase: 'wx.login' }
  copy.login?.attempts.push(attempt)
  return attempt
}

/** Who wants this login, and may it be? */
function firstAttempt(copy: Copy): void {
  const { world, newest } = copy
  world.keeps('single-page mode', !world.singlePage, () => 'wx.login was called')
  const pending = copy.calls.filter(({ outcome }) => !outcome)
  if (pending.some(({ api }) => api === 'login')) return
  world.keeps('logged out', !copy.loggedOut, () => `wx.login was called, ${world.within ?? 'by itself'}`)
  world.keeps('cooldown', !isCooling(copy), () => 'wx.login was called')
  if (pending.some(({ api }) => api === 'ensureSessionKey') && !copy.sessionKeyAlive) return
  // What was refused is renewed even if a listener of the rejection has just aborted the call.
  const isWanted = pending.some(wantsState) || (newest !== undefined && copy.refused.has(newest))
  world.keeps('no needless login', isWanted, () => 'wx.login was called for nobody')
  const state = usable(copy)
  world.keeps('no needless login', state === undefined || isEnding(copy, state), () => `there is ${state}`)
  const stored = newest !== undefined && newest === copy.justRefused ? stateOfAnother(copy) : undefined
  if (stored === undefined) return
  const known = copy.known.has(stored) ? ', which was known before' : ''
  const late = newest === copy.unrenewed ? ', since a rejection without a replay' : ''
  world.keeps('adoption', isEnding(copy, stored), () => `storage holds ${stored}${known}${late}`)
}

function anotherAttempt(copy: Copy, login: Login): void {
  const { world } = copy
  const { failed } = lastAttempt(copy) as Attempt
  const number = login.attempts.length
  world.keeps('one login at a time', !!failed, () => 'wx.login was called while a login is under way')
  if (!failed) return
  world.keeps('attempts', failed.transient && number < 3, () => `wx.login was called again, after ${number}`)
  const passed = world.clock.passed - failed.at
  const usual = waits[number - 1] as number
  const most = Math.max(usual * (1 + jitter), failed.wait) + 1
  const least = Math.max(usual * (1 - jitter), failed.wait) - 1
  const late = world.clock.disturbedAt >= login.since
  world.keeps('waits between attempts', passed >= least && (late || passed <= most), () => `${passed} ms passed`)
}

function fail(copy: Copy, attempt: Attempt, transient: boolean, wait = 0): void {
  attempt.phase = 'over'
  const { passed: at, awake } = copy.world.clock
  attempt.failed = { transient, wait, at, awake }
}

/** wx.login is about to tell the package how it ended. Only the first time counts. */
export function loginAnswered(copy: Copy, attempt: Attempt, how: 'success' | 'fail', result: any): void {
  if (attempt.phase !== 'wx.login') return
  const code = how === 'success' ? result?.code : undefined
  if (typeof code === 'string' && code && !copy.world.sentCodes.has(code)) {
    attempt.phase = 'code'
    attempt.code = code
  } else fail(copy, attempt, how === 'success' || result?.errno !== 1402101)
}

/** A code is on its way to the server. */
export function exchangeSent(copy: Copy, body: any): Attempt {
  const { world } = copy
  const code = body?.code
  world.tell?.(copy, `exchange of ${code}`)
  const attempt = lastAttempt(copy)
  world.keeps('fresh codes', !world.sentCodes.has(code), () => `${code} was sent before`)
  world.sentCodes.add(code)
  world.keeps('dropped logins', attempt?.code === code, () => `${code} was sent, which no login waits for`)
  world.keeps('one login at a time', attempt?.phase === 'code', () => 'an exchange was sent, one is under way')
  const { ticket, code: _code, ...rest } = body ?? {}
  const known = ticket === undefined || copy.calls.some((call) => call.ticket === ticket)
  world.keeps('payload', known && Object.keys(rest).length === 0, () => `of the exchange: ${Object.keys(body)}`)
  if (!attempt) return { phase: 'over' }
  attempt.phase = 'exchange'
  attempt.ticket = ticket
  if (ticket !== undefined) copy.tickets.add(ticket)
  return attempt
}

/** The attempt under way that has this code. */
export function attemptOf(copy: Copy, code: unknown): Attempt {
  const attempt = lastAttempt(copy)
  return attempt && attempt.code === code ? attempt : { phase: 'over' }
}

/** The package is about to hear how the exchange ended: with an answer of the server, or without. */
export function exchangeAnswered(copy: Copy, attempt: Attempt, answer: Answer | undefined, inFunction?: boolean): void {
  if (attempt.phase !== 'exchange') return
  if (!answer) {
    fail(copy, attempt, true)
    return
  }
  const { statusCode, data, header } = answer
  const counts = statusCode >= 200 && statusCode < 300 && isState(data)
  if (counts) {
    attempt.phase = 'over'
    attempt.token = stateOf(data).token
  } else {
    const busy = statusCode === 429 || statusCode >= 500
    const wait = busy ? retryAfter(header) : 0
    fail(copy, attempt, !inFunction && (busy || statusCode === 408), inFunction ? 0 : wait)
  }
}

/** The function that does the exchange threw something of its own. */
export const exchangeThrew = (copy: Copy, attempt: Attempt): void => {
  if (attempt.phase === 'exchange' || attempt.phase === 'code') fail(copy, attempt, false)
}
