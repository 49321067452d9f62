import { logIn } from './attempts'
import { type Core, type Done, elapsed, emit, type Flight, type Held } from './core'
import { AuthError, loggedOut } from './errors'
import { current, forgetRefused, isNewest, leave, refuse, take, usable } from './login-state'
import { callPlatform, canLogin } from './platform'
import type { AuthEvent, LoginReason, LoginState } from './types'

/** Milliseconds by which a server's Retry-After may keep automatic logins away. */
const longestCooldown = 60_000

const timedOut = () => new AuthError('TIMEOUT', 'login')

const cooling = ({ failure }: Core<any>) => (failure && elapsed(failure.at) < failure.lasts ? failure.error : undefined)

/** Hands over a state to send: in this tick if there is one, else after a login. */
export function acquire<State extends LoginState>(core: Core<State>, done: Done<State>): void {
  const ready = usable(core, true)
  if (ready) return done(ready)
  const { held, pending } = core
  // One that could not be renewed in time may still live.
  const settle: Done<State> = (next, error) => done(next || (usable(core) === held ? held : undefined), error)
  const error = core.loggedOut ? loggedOut() : cooling(core)
  if (pending || !error) return wait(core, !held ? 'missing' : held.refused ? 'rejected' : 'expired', settle)
  forgetRefused(core)
  settle(undefined, error)
}

/** Logs in, whatever there is: with the login under way, or with one of its own where `extra` has to be sent. */
export function force<State extends LoginState>(
  core: Core<State>,
  done: Done<State>,
  extra?: Record<string, unknown>,
): void {
  const { logouts } = core
  const since = Date.now()
  let timer: any
  let late = false
  const start = () => {
    clearTimeout(timer)
    if (late) return
    if (core.logouts !== logouts) return done(undefined, loggedOut())
    if (!core.pending) return open(core, 'forced', done, extra, since)
    core.pending.waiters.push(start)
    timer = setTimeout(
      () => {
        late = true
        done(undefined, timedOut())
      },
      since + core.loginTimeout - Date.now(),
    )
  }
  core.refusedReplayAt = -Infinity
  if (extra) start()
  else wait(core, 'forced', done)
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
  const waiters = close(core)
  tell(core, waiters, take(core, state))
}

export function logOut(core: Core<any>): void {
  const waiters = close(core)
  leave(core)
  tell(core, waiters, undefined, loggedOut())
}

/**
 * The server refused it: it is to be renewed where `renew` says so, else forgotten. False when it stays, because a
 * replay was refused just now and this may not be about the state.
 */
export function reject<State extends LoginState>(core: Core<State>, held: Held<State>, renew: boolean): boolean {
  if (!isNewest(core, held)) return true
  if (renew && elapsed(core.refusedReplayAt) < core.cooldown) return false
  refuse(core, held)
  if (core.loggedOut) tell(core, close(core), undefined, loggedOut())
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
  const flight: Flight<State> = { reason, attempts: 0, waiters: [done], cancels: [] }

  const deadline = since + core.loginTimeout
  const start = () => {
    if (canLogin(core.platform)) logIn(core, flight, extra, deadline, end)
    else end(undefined, new AuthError('LOGIN_UNAVAILABLE', 'wx.login'))
  }

  function end(state: State | undefined, error?: AuthError, retryAfter = 0): void {
    const figures = { attempts: flight.attempts, elapsed: Math.max(0, Date.now() - since) }
    const waiters = close(core)
    const held = state && take(core, state)
    if (error) {
      core.failure = { error, at: Date.now(), lasts: Math.max(core.cooldown, Math.min(retryAfter, longestCooldown)) }
    }
    emit(
      core,
      Object.assign(
        error ? { type: 'login-failed', error } : { type: 'login', reason: flight.reason },
        figures,
      ) as AuthEvent,
    )
    tell(core, waiters, held, error)
  }
  const timeOut = () => end(undefined, timedOut())

  const checked = (alive: boolean) => () => {
    if (flight !== core.pending) return
    const error = cooling(core)
    const held = alive && flight.reason === 'session-key' ? usable(core) : undefined
    if (held || (error && flight.reason !== 'forced')) tell(core, close(core), held, error)
    else start()
  }

  core.pending = flight
  const timer = setTimeout(timeOut, deadline - Date.now())
  flight.cancels.push(() => clearTimeout(timer))
  if (Date.now() >= deadline) timeOut()
  else if (reason === 'session-key') callPlatform(core.platform, 'checkSession', {}, checked(true), checked(false))
  else start()
}

/** Ends the login under way, if there is one. Who waited for it is to be told. */
function close<State extends LoginState>(core: Core<State>): Done<State>[] {
  const { pending } = core
  core.pending = undefined
  if (!pending) return []
  for (const cancel of pending.cancels) cancel()
  return pending.waiters
}

/** Tells how a login ended. Who is told first may use the new state at once, and lose it, or log out. */
function tell<State extends LoginState>(
  core: Core<State>,
  waiters: Done<State>[],
  held: Held<State> | undefined,
  error?: AuthError,
): void {
  const { logouts } = core
  if (!held) forgetRefused(core)
  for (const done of waiters) {
    if (core.logouts !== logouts) done(undefined, loggedOut())
    else if (held && !isNewest(core, held)) acquire(core, done)
    else done(held, error)
  }
}
