import type { Attempts, createAttempts } from './attempts'
import { AuthError, loggedOut } from './errors'
import { elapsed, type Held, isEnding, type StateKeeper } from './login-state'
import { callPlatform, canLogin } from './platform'
import type { AuthEvent, LoginReason, LoginState, Platform } from './types'

type Ready<State extends LoginState> = (held: Held<State>) => void
type Fail = (error: AuthError) => void
/** Told how a login ended. */
type Waiter<State extends LoginState> = (held: Held<State> | undefined, error: AuthError) => void

export interface Login<State extends LoginState> {
  /** Hands over a state to send: in this tick if there is one, else after a login. */
  acquire(ready: Ready<State>, fail: Fail): void
  /** Logs in, whatever there is. */
  force(extra: Record<string, unknown> | undefined, ready: Ready<State>, fail: Fail): void
  ensureSessionKey(ready: Ready<State>, fail: Fail): void
  /** Drops the login under way; who waits for it gets this state. */
  replace(state: State): void
  logOut(): void
  /** The server refused it. False when it is not to be replaced, because a replay was refused just now. */
  refuse(held: Held<State>): boolean
  /** The server refused it, and nobody wants another one. Always true. */
  forget(held: Held<State>): boolean
  replayRefused(): void
}

/** A login under way. One that is not `pending` any more is heard no more. */
interface Flight<State extends LoginState> {
  reason: LoginReason
  waiters: Waiter<State>[]
  /** Logins of their own that wait for this one to end. */
  queued: (() => void)[]
  deadline: ReturnType<typeof setTimeout>
  attempts: Attempts
}

/** Milliseconds by which a server's Retry-After may keep automatic logins away. */
const longestCooldown = 60_000

/** The single flight: however many callers wait, one login at a time. */
export function createLogin<State extends LoginState>(
  platform: Platform,
  states: StateKeeper<State>,
  newAttempts: ReturnType<typeof createAttempts<State>>,
  { loginTimeout, cooldown }: { loginTimeout: number; cooldown: number },
  emit: (event: AuthEvent) => void,
): Login<State> {
  let pending: Flight<State> | undefined
  let failure: { error: AuthError; at: number; lasts: number } | undefined
  let refusedReplayAt = -Infinity

  const isNews = (held: Held<State>) => held === states.current() && !held.refused
  const cooling = () => (failure && elapsed(failure.at) < failure.lasts ? failure.error : undefined)

  function open(reason: LoginReason, waiter: Waiter<State>, extra?: Record<string, unknown>, since = Date.now()): void {
    const age = () => Math.max(0, Date.now() - since)
    const timeLeft = () => loginTimeout - age()

    function succeed(state: State): void {
      close(flight)
      failure = undefined
      const held = states.take(state)
      emit({ type: 'login', reason: flight.reason, attempts: flight.attempts.count, elapsed: age() })
      end(flight, held)
    }

    function fail(error: AuthError, retryAfter = 0): void {
      close(flight)
      failure = { error, at: Date.now(), lasts: Math.max(cooldown, Math.min(retryAfter, longestCooldown)) }
      emit({ type: 'login-failed', error, attempts: flight.attempts.count, elapsed: age() })
      end(flight, undefined, error)
    }

    const timeOut = () => fail(new AuthError('TIMEOUT', `no login within ${loginTimeout} ms`))

    const flight: Flight<State> = {
      reason,
      waiters: [waiter],
      queued: [],
      deadline: setTimeout(timeOut, timeLeft()),
      attempts: newAttempts(timeLeft, extra, (outcome) => {
        if ('state' in outcome) succeed(outcome.state)
        else fail(outcome.error, outcome.retryAfter)
      }),
    }
    pending = flight

    const checked = (alive: boolean) => () => {
      if (flight !== pending) return
      const held = states.usable()
      const error = cooling()
      if (alive && held && flight.reason === 'session-key') end(flight, held)
      else if (error && flight.reason !== 'forced') end(flight, undefined, error)
      else flight.attempts.start()
    }

    if (timeLeft() <= 0) timeOut()
    else if (!canLogin(platform)) {
      fail(new AuthError('LOGIN_UNAVAILABLE', 'no login here: single-page mode, or a platform without login'))
    } else if (reason === 'session-key') callPlatform(platform, 'checkSession', {}, checked(true), checked(false))
    else flight.attempts.start()
  }

  function close(flight: Flight<State>): void {
    if (flight === pending) pending = undefined
    clearTimeout(flight.deadline)
    flight.attempts.stop()
  }

  function end(flight: Flight<State>, held: Held<State> | undefined, error?: AuthError): void {
    close(flight)
    if (!held) states.forgetRefused()
    for (const start of flight.queued) start()
    for (const waiter of flight.waiters) waiter(held, error as AuthError)
  }

  /** Drops the login under way; who waits for it is told once `change` has taken effect. */
  function drop(change: () => Held<State> | undefined): void {
    const dropped = pending
    if (dropped) close(dropped)
    const held = change()
    if (dropped) end(dropped, held, held ? undefined : loggedOut())
  }

  function wait(reason: LoginReason, waiter: Waiter<State>): void {
    if (!pending) return open(reason, waiter)
    pending.waiters.push(waiter)
    // It is only asking whether the session_key lives, and this caller needs a login.
    if (pending.reason === 'session-key' && !pending.attempts.count) pending.reason = reason
  }

  /** An earlier waiter may have used the new state already, and lost it. */
  const receive = (held: Held<State>, ready: Ready<State>, failed: Fail) =>
    isNews(held) ? ready(held) : acquire(ready, failed)

  function acquire(ready: Ready<State>, failed: Fail): void {
    const current = states.current()
    if (current && !current.refused && !isEnding(current)) return ready(current)

    const waiter: Waiter<State> = (held, error) => {
      // One that could not be renewed in time may still live.
      const usable = held || states.usable()
      if (held) receive(held, ready, failed)
      else if (usable) ready(usable)
      else failed(error)
    }
    const error = cooling()
    if (pending || !(error || states.isLoggedOut())) {
      return wait(!current ? 'missing' : current.refused ? 'rejected' : 'expired', waiter)
    }
    states.forgetRefused()
    waiter(undefined, states.isLoggedOut() ? loggedOut() : (error as AuthError))
  }

  /** For those whom no older state can serve. */
  const strictly =
    (ready: Ready<State>, failed: Fail): Waiter<State> =>
    (held, error) =>
      held ? receive(held, ready, failed) : failed(error)

  /** Another copy of the package may turn out to have logged out. */
  function mark(refused: Held<State>): void {
    const logouts = states.logouts()
    states.refuse(refused)
    if (states.logouts() !== logouts) drop(() => undefined)
  }

  return {
    acquire,
    force(extra, ready, failed) {
      refusedReplayAt = -Infinity
      const waiter = strictly(ready, failed)
      if (!extra) return wait('forced', waiter)
      const since = Date.now()
      const logouts = states.logouts()
      const start = () => {
        if (states.logouts() !== logouts) failed(loggedOut())
        else if (pending) pending.queued.push(start)
        else open('forced', waiter, extra, since)
      }
      start()
    },
    ensureSessionKey(ready, failed) {
      const before = states.current()
      acquire((held) => {
        // A login just now has made a new session_key.
        if (held === before) wait('session-key', strictly(ready, failed))
        else ready(held)
      }, failed)
    },
    replace(state) {
      drop(() => states.take(state))
    },
    logOut() {
      drop(states.logOut)
    },
    refuse(held) {
      if (!isNews(held)) return true
      if (elapsed(refusedReplayAt) < cooldown) return false
      mark(held)
      return true
    },
    forget(held) {
      if (isNews(held)) {
        mark(held)
        states.forgetRefused()
      }
      return true
    },
    replayRefused() {
      refusedReplayAt = Date.now()
    },
  }
}
