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

/** One login. At most one is `pending`, others are queued behind it, and one that is neither is heard no more. */
interface Flight<State extends LoginState> {
  reason: LoginReason
  extra: Record<string, unknown> | undefined
  waiters: Waiter<State>[]
  startedAt: number
  deadline: ReturnType<typeof setTimeout>
  attempts?: Attempts
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
  const queue: Flight<State>[] = []
  let failure: { error: AuthError; at: number; lasts: number } | undefined
  let refusedReplayAt = -Infinity

  const underWay = () => pending || queue[0]
  const age = (flight: Flight<State>) => Math.max(0, Date.now() - flight.startedAt)
  const attemptsOf = ({ attempts }: Flight<State>) => (attempts ? attempts.count() : 0)
  const cooling = () => (failure && elapsed(failure.at) < failure.lasts ? failure.error : undefined)

  function open(reason: LoginReason, waiter: Waiter<State>, extra?: Record<string, unknown>): void {
    const deadline = setTimeout(() => {
      fail(flight, new AuthError('TIMEOUT', `no login within ${loginTimeout} ms`, { errMsg: 'request:fail timeout' }))
    }, loginTimeout)
    const flight: Flight<State> = { reason, extra, waiters: [waiter], startedAt: Date.now(), deadline }
    queue.push(flight)
    startNext()
  }

  function join(flight: Flight<State>, reason: LoginReason, waiter: Waiter<State>): void {
    flight.waiters.push(waiter)
    // It is only asking whether the session_key lives, and this one needs a login.
    if (flight.reason === 'session-key' && !flight.attempts) flight.reason = reason
  }

  function startNext(): void {
    const flight = pending ? undefined : queue.shift()
    if (!flight) return
    pending = flight
    if (!canLogin(platform)) {
      fail(flight, new AuthError('LOGIN_UNAVAILABLE', 'no login here: single-page mode, or a platform without login'))
    } else if (flight.reason === 'session-key') checkSessionKey(flight)
    else logIn(flight)
  }

  function checkSessionKey(flight: Flight<State>): void {
    const checked = (alive: boolean) => () => {
      if (flight !== pending) return
      const held = states.usable()
      const error = cooling()
      if (alive && held && flight.reason === 'session-key') end(flight, held)
      else if (error && flight.reason !== 'forced') end(flight, undefined, error)
      else logIn(flight)
    }
    callPlatform(platform, 'checkSession', {}, checked(true), checked(false))
  }

  function logIn(flight: Flight<State>): void {
    const timeLeft = () => loginTimeout - age(flight)
    flight.attempts = newAttempts(timeLeft, flight.extra, (outcome) => {
      if ('state' in outcome) succeed(flight, outcome.state)
      else fail(flight, outcome.error, outcome.retryAfter)
    })
    flight.attempts.start()
  }

  function succeed(flight: Flight<State>, state: State): void {
    close(flight)
    failure = undefined
    const held = states.take(state)
    emit({ type: 'login', reason: flight.reason, attempts: attemptsOf(flight), elapsed: age(flight) })
    end(flight, held)
  }

  function fail(flight: Flight<State>, error: AuthError, retryAfter = 0): void {
    close(flight)
    failure = { error, at: Date.now(), lasts: Math.max(cooldown, Math.min(retryAfter, longestCooldown)) }
    emit({ type: 'login-failed', error, attempts: attemptsOf(flight), elapsed: age(flight) })
    end(flight, undefined, error)
  }

  function close(flight: Flight<State>): void {
    if (flight === pending) pending = undefined
    else if (queue.indexOf(flight) >= 0) queue.splice(queue.indexOf(flight), 1)
    clearTimeout(flight.deadline)
    if (flight.attempts) flight.attempts.stop()
  }

  function end(flight: Flight<State>, held: Held<State> | undefined, error = loggedOut()): void {
    close(flight)
    if (!held) states.forgetRefused()
    for (const waiter of flight.waiters) waiter(held, error)
    startNext()
  }

  /** Drops every login; who waits is told once `leave` has taken effect. */
  function dropAll(leave: () => void): void {
    const dropped = pending ? [pending, ...queue] : queue.slice()
    dropped.forEach(close)
    leave()
    for (const flight of dropped) end(flight, undefined)
  }

  /** An earlier waiter may have used the new state already, and lost it. */
  const receive = (held: Held<State>, ready: Ready<State>, failed: Fail) =>
    held === states.current() && !held.refused ? ready(held) : acquire(ready, failed)

  function acquire(ready: Ready<State>, failed: Fail): void {
    const current = states.current()
    if (current && !current.refused && !isEnding(current)) return ready(current)

    const reason = !current ? 'missing' : current.refused ? 'rejected' : 'expired'
    const waiter: Waiter<State> = (held, error) => {
      // One that could not be renewed in time may still live.
      const usable = held || states.usable()
      if (held) receive(held, ready, failed)
      else if (usable) ready(usable)
      else failed(error)
    }
    const flight = underWay()
    const error = cooling()
    if (flight) join(flight, reason, waiter)
    else if (states.isLoggedOut()) failed(loggedOut())
    else if (error) {
      states.forgetRefused()
      waiter(undefined, error)
    } else open(reason, waiter)
  }

  /** A login for those whom no older state can serve. */
  function demand(reason: LoginReason, ready: Ready<State>, failed: Fail, extra?: Record<string, unknown>): void {
    const waiter: Waiter<State> = (held, error) => (held ? receive(held, ready, failed) : failed(error))
    const flight = extra ? undefined : underWay()
    if (flight) join(flight, reason, waiter)
    else open(reason, waiter, extra)
  }

  /** Another copy of the package may turn out to have logged out. */
  function mark(refused: Held<State>): void {
    const logouts = states.logouts()
    states.refuse(refused)
    if (states.logouts() !== logouts) dropAll(() => {})
  }

  const isNews = (held: Held<State>) => held === states.current() && !held.refused

  return {
    acquire,
    force(extra, ready, failed) {
      refusedReplayAt = -Infinity
      demand('forced', ready, failed, extra)
    },
    ensureSessionKey(ready, failed) {
      const before = states.current()
      acquire((held) => {
        // A login just now has made a new session_key.
        if (held === before) demand('session-key', ready, failed)
        else ready(held)
      }, failed)
    },
    replace(state) {
      const dropped = pending
      if (dropped) close(dropped)
      const held = states.take(state)
      if (dropped) end(dropped, held)
    },
    logOut() {
      dropAll(states.logOut)
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
