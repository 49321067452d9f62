import { age, attempt } from './attempts'
import { type Core, type Done, elapsed, emit, type Flight, type Held } from './core'
import { AuthError, loggedOut } from './errors'
import type { Outcome } from './exchange'
import { current, forgetRefused, fresh, isNewest, leave, refuse, take, usable } from './login-state'
import { callPlatform, canLogin } from './platform'
import type { LoginReason, LoginState } from './types'

/** Milliseconds by which a server's Retry-After may keep automatic logins away. */
const longestCooldown = 60_000

const cooling = ({ failure }: Core<any>) => (failure && elapsed(failure.at) < failure.lasts ? failure.error : undefined)

/** Hands over a state to send: in this tick if there is one, else after a login. */
export function acquire<State extends LoginState>(core: Core<State>, done: Done<State>): void {
  const ready = fresh(core)
  if (ready) return done(ready)
  const { held, pending } = core
  // One that could not be renewed in time may still live.
  const settle: Done<State> = (next, error) => done(next || usable(core), error)
  const error = core.loggedOut ? loggedOut() : cooling(core)
  if (pending || !error) return wait(core, !held ? 'missing' : held.refused ? 'rejected' : 'expired', settle)
  forgetRefused(core)
  settle(undefined, error)
}

/** Logs in, whatever there is: with the login under way, or with one of its own where `extra` has to be sent. */
export function force<State extends LoginState>(
  core: Core<State>,
  extra: Record<string, unknown> | undefined,
  done: Done<State>,
): void {
  core.refusedReplayAt = -Infinity
  if (!extra) return wait(core, 'forced', done)
  const since = Date.now()
  const { logouts } = core
  const start = () => {
    if (core.logouts !== logouts) done(undefined, loggedOut())
    else if (core.pending) core.pending.queued.push(start)
    else open(core, 'forced', done, extra, since)
  }
  start()
}

export function ensureSessionKey<State extends LoginState>(core: Core<State>, done: Done<State>): void {
  const before = current(core)
  acquire(core, (held, error) => {
    // A login just now has made a new session_key.
    if (held && held === before) wait(core, 'session-key', done)
    else done(held, error)
  })
}

/** Takes a state that came in another way; who waits for a login gets it. */
export function replace<State extends LoginState>(core: Core<State>, state: State): void {
  drop(core, () => take(core, state))
}

export function logOut(core: Core<any>): void {
  drop(core, () => {
    leave(core)
    return undefined
  })
}

/**
 * The server refused it: it is to be renewed where `renew` says so, else forgotten. False when it stays, because a
 * replay was refused just now and this may not be about the state.
 */
export function reject<State extends LoginState>(core: Core<State>, held: Held<State>, renew: boolean): boolean {
  if (!isNewest(core, held)) return true
  if (renew && elapsed(core.refusedReplayAt) < core.cooldown) return false
  const { logouts } = core
  refuse(core, held)
  if (core.logouts !== logouts) drop(core, () => undefined)
  if (!renew) forgetRefused(core)
  return true
}

function wait<State extends LoginState>(core: Core<State>, reason: LoginReason, done: Done<State>): void {
  const { pending } = core
  if (!pending) return open(core, reason, done)
  pending.waiters.push(done)
  // It is only asking whether the session_key lives, and this caller needs a login.
  if (pending.reason === 'session-key' && !pending.attempts) pending.reason = reason
}

function open<State extends LoginState>(
  core: Core<State>,
  reason: LoginReason,
  done: Done<State>,
  extra?: Record<string, unknown>,
  since = Date.now(),
): void {
  const flight: Flight<State> = { reason, extra, since, attempts: 0, waiters: [done], queued: [] }
  const fail = (code: AuthError['code'], message: string) =>
    conclude(core, flight, { error: new AuthError(code, message) })
  const timeOut = () => fail('TIMEOUT', `no login within ${core.loginTimeout} ms`)
  const start = () => attempt(core, flight, (outcome) => conclude(core, flight, outcome))
  const timeLeft = core.loginTimeout - age(flight)

  const checked = (alive: boolean) => () => {
    if (flight !== core.pending) return
    const held = usable(core)
    const error = cooling(core)
    if (alive && held && flight.reason === 'session-key') end(core, flight, held)
    else if (error && flight.reason !== 'forced') end(core, flight, undefined, error)
    else start()
  }

  core.pending = flight
  flight.deadline = setTimeout(timeOut, timeLeft)
  if (timeLeft <= 0) timeOut()
  else if (!canLogin(core.platform)) fail('LOGIN_UNAVAILABLE', 'this place has no login')
  else if (reason === 'session-key') callPlatform(core.platform, 'checkSession', {}, checked(true), checked(false))
  else start()
}

function conclude<State extends LoginState>(
  core: Core<State>,
  flight: Flight<State>,
  { state, error, retryAfter = 0 }: Outcome<State>,
): void {
  const { reason, attempts } = flight
  const figures = { attempts, elapsed: age(flight) }
  let held: Held<State> | undefined
  close(core, flight)
  if (state) {
    core.failure = undefined
    held = take(core, state)
    emit(core, Object.assign({ type: 'login' as const, reason }, figures))
  } else if (error) {
    core.failure = { error, at: Date.now(), lasts: Math.max(core.cooldown, Math.min(retryAfter, longestCooldown)) }
    emit(core, Object.assign({ type: 'login-failed' as const, error }, figures))
  }
  end(core, flight, held, error)
}

function close(core: Core<any>, flight: Flight<any>): void {
  if (flight === core.pending) core.pending = undefined
  clearTimeout(flight.deadline)
  clearTimeout(flight.nextAttempt)
  if (flight.abort) flight.abort()
}

/** Tells the waiters. An earlier one may have used the new state already, and lost it. */
function end<State extends LoginState>(
  core: Core<State>,
  flight: Flight<State>,
  held: Held<State> | undefined,
  error?: AuthError,
): void {
  close(core, flight)
  if (!held) forgetRefused(core)
  for (const start of flight.queued) start()
  for (const done of flight.waiters) {
    if (held && !isNewest(core, held)) acquire(core, done)
    else done(held, error)
  }
}

/** Drops the login under way; who waits for it is told once `change` has taken effect. */
function drop<State extends LoginState>(core: Core<State>, change: () => Held<State> | undefined): void {
  const { pending } = core
  if (pending) close(core, pending)
  const held = change()
  if (pending) end(core, pending, held, loggedOut())
}
