import { type Core, type Done, elapsed, type Held } from './core'
import { type AuthError, loggedOut } from './errors'
import { cooling, finish, logIn } from './login'
import { adopt, current, forgetRejected, isNewest, usable } from './login-state'
import type { LoginState } from './types'

/** Hands over a state to send: in this tick if there is one, else after a login. */
export const acquire = <State extends LoginState>(core: Core<State>, done: Done<State>): void => {
  const ready = usable(core, true)
  if (ready) return done(ready)
  const { pending } = core
  const held = current(core)
  const settle = (next?: Held<State>, error?: AuthError): void => {
    // Who was told before may have used the new one already, and lost it.
    if (next && !isNewest(core, next)) acquire(core, done)
    // One that could not be renewed in time may still live.
    else done(next || (usable(core) === held ? held : undefined), error)
  }
  const error = held.loggedOut ? loggedOut() : cooling(core)
  if (!error || (pending && pending.attempts))
    return logIn(core, !held.state ? 'missing' : held.rejected ? 'rejected' : 'expired', settle)
  forgetRejected(core)
  settle(undefined, error)
}

/** Logs in, whatever there is: with the login under way, or with one of its own where `extra` has to be sent. */
export const force = <State extends LoginState>(
  core: Core<State>,
  done: Done<State>,
  extra?: Record<string, unknown>,
): void => {
  core.rejectedAt = -Infinity
  logIn(core, 'forced', done, extra)
}

export const ensureSessionKey = <State extends LoginState>(core: Core<State>, done: Done<State>): void => {
  const before = current(core)
  acquire(core, (held, error) => {
    // A login just now has made a new session_key.
    if (held && held === before) logIn(core, 'session-key', done)
    else done(held, error)
  })
}

/**
 * The server rejected it: it is to be renewed where `renew` says so, else forgotten. False when it stays, because a
 * replay was rejected just now and this may not be about the state.
 */
export const reject = <State extends LoginState>(core: Core<State>, held: Held<State>, renew: boolean): boolean => {
  if (!isNewest(core, held)) return true
  if (renew && elapsed(core.rejectedAt) < core.cooldown) return false
  held.rejected = true
  adopt(core)
  if (current(core).loggedOut) finish(core, loggedOut())
  if (!renew) forgetRejected(core)
  return true
}
