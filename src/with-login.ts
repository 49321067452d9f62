import { type Core, emit, type Held } from './core'
import { AuthError, loggedOut } from './errors'
import { mergeHeaders } from './headers'
import { usable } from './login-state'
import { acquire, reject } from './renew'
import { nameOf, placeOf, type Run } from './task'
import type { Attempt, AuthEvent, LoginState } from './types'

/** Runs a call: gets a state, sends, and where the server refused that state, gets a new one and sends once more. */
export const run: Run = (core, required, send, fail, api, url, given) => {
  const { logouts } = core
  let sent: Held<any>
  let replay = false

  const attempt = (held?: Held<any>, error?: AuthError): void => {
    if (required && !held) return fail(error as AuthError)
    let header = given
    try {
      if (held) header = mergeHeaders(given, core.authorize(held.state))
    } catch (cause) {
      return fail(new AuthError('REQUEST_FAILED', 'authorize', cause))
    }
    sent = held as Held<any>
    send(held, header, rejected)
  }

  const rejected = (response?: unknown, unrepeatable?: boolean): void => {
    if (replay) core.rejectedAt = Date.now()
    // Before it is told: who hears of it and sends something is not to send this state.
    const final = replay || !reject(core, sent, required) || unrepeatable
    emit(core, { type: 'rejected', url: url && placeOf(url), replay } as AuthEvent)
    const left = core.logouts !== logouts
    replay = true
    if (required && left) fail(loggedOut())
    else if (final) fail(new AuthError('REJECTED', nameOf(api, url), undefined, response))
    else if (required) acquire(core, attempt)
    else attempt(left ? undefined : usable(core))
  }

  if (required) acquire(core, attempt)
  else attempt(usable(core))
}
/** Runs `send` as such a call: what `auth.withLogin` does. */
export const withLogin = <State extends LoginState, Result>(
  core: Core<State>,
  send: (attempt: Attempt<State>) => Result | Promise<Result>,
): Promise<Result> =>
  new Promise((resolve, fail) =>
    run(
      core,
      true,
      (held, header, rejected) => {
        let over = false
        const once =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            if (!over) settle(value)
            over = true
          }
        // The rest of `send` runs first, its `finally` blocks included.
        const refuse = once(() => Promise.resolve().then(rejected))
        const attempt: Attempt<State> = {
          state: (held as Held<State>).state as State,
          header: header as Record<string, string>,
          rejected() {
            refuse(0)
            throw new AuthError('REJECTED', 'withLogin')
          },
        }
        // Inside the executor, so that what `send` throws rejects, too.
        new Promise<Result>((settle) => settle(send(attempt))).then(once(resolve), once(fail))
      },
      fail,
      'withLogin',
    ),
  )
