import { type Core, emit, type Held } from './core'
import { AuthError, loggedOut } from './errors'
import { usable } from './login-state'
import { acquire, reject } from './renew'
import type { Run } from './task'
import type { Attempt, LoginState } from './types'

/** Runs a call: gets a state, sends, and where the server refused that state, gets a new one and sends once more. */
export const run: Run = (core, required, send, fail, name, url) => {
  const { logouts } = core

  const attempt = (replay: boolean, bare?: boolean): void => {
    const go = (held?: Held<any>, error?: AuthError) => {
      if (required && !held) return fail(error as AuthError)
      let header = {}
      try {
        if (held) header = core.authorize(held.state)
        // Throws, too, where there are no headers.
        Object.keys(header)
      } catch (cause) {
        return fail(new AuthError('REQUEST_FAILED', `${name}, authorize`, cause))
      }
      send(held, header, (response, unrepeatable) => {
        if (replay) core.rejectedAt = Date.now()
        // Before it is told: who hears of it and sends something is not to send this state.
        const final = replay || !reject(core, held as Held<any>, required) || unrepeatable
        emit(core, Object.assign({ type: 'rejected' as const, replay }, url && { url }))
        const left = core.logouts !== logouts
        if (required && left) fail(loggedOut())
        else if (final) fail(new AuthError('REJECTED', name, undefined, response))
        else attempt(true, left)
      })
    }
    if (required) acquire(core, go)
    else go(bare ? undefined : usable(core))
  }

  attempt(false)
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
          header: Object.assign({}, header),
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
