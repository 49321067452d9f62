import { AuthError, loggedOut } from './errors'
import type { Login } from './login'
import type { Held, StateKeeper } from './login-state'
import type { Attempt, AuthEvent, AuthOptions, LoginState } from './types'

/** A call that carries the login state. */
export interface Call<State extends LoginState> {
  /** Waits for a login; otherwise it takes the state that is there, or goes without. */
  required: boolean
  /** What it is, in messages. */
  name: string
  url?: string
  /**
   * One attempt, bare where there is no state. It says `rejected` if the server refused that state without acting, and
   * `unrepeatable` if the caller has seen part of the answer.
   */
  send(held: Held<State> | undefined, rejected: (response?: unknown, unrepeatable?: boolean) => void): void
  fail(error: AuthError): void
}

/** Runs a call: gets a state, sends, and where the server refused that state, gets a new one and sends once more. */
export function createRunner<State extends LoginState>(
  states: StateKeeper<State>,
  login: Login<State>,
  emit: (event: AuthEvent) => void,
): (call: Call<State>) => void {
  return ({ required, name, url, send, fail }) => {
    const logouts = states.logouts()
    const leftBehind = () => states.logouts() !== logouts

    const withState = (next: (held: Held<State> | undefined) => void) => {
      if (!required) next(leftBehind() ? undefined : states.usable())
      else if (leftBehind()) fail(loggedOut())
      else login.acquire((held) => (leftBehind() ? fail(loggedOut()) : next(held)), fail)
    }
    const announce = (replay: boolean) => emit(url ? { type: 'rejected', url, replay } : { type: 'rejected', replay })
    const failRejected = (response: unknown) =>
      fail(new AuthError('REJECTED', `${name}: the server refused the login state`, 0, response))

    withState((held) =>
      send(held, (response, unrepeatable) => {
        announce(false)
        const replayable = required ? login.refuse(held as Held<State>) : login.forget(held as Held<State>)
        if (!leftBehind() && (unrepeatable || !replayable)) return failRejected(response)
        withState((newest) =>
          send(newest, (refusal) => {
            announce(true)
            if (leftBehind() && required) return fail(loggedOut())
            login.replayRefused()
            failRejected(refusal)
          }),
        )
      }),
    )
  }
}

/** Runs `send` as such a call: what `auth.withLogin` does. */
export function runWithLogin<State extends LoginState, Result>(
  run: (call: Call<State>) => void,
  authorize: NonNullable<AuthOptions<State>['authorize']>,
  send: (attempt: Attempt<State>) => Result | Promise<Result>,
): Promise<Result> {
  const name = 'withLogin'
  return new Promise((resolve, reject) =>
    run({
      required: true,
      name,
      fail: reject,
      send(held, rejected) {
        let over = false
        const { state } = held as Held<State>
        const once =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            if (!over) settle(value)
            over = true
          }
        const refuse = once(() => {
          // The rest of `send` runs first, its `finally` blocks included.
          Promise.resolve().then(() => rejected())
        })
        let header: Record<string, string>
        try {
          header = Object.assign({}, authorize(state))
        } catch (cause) {
          return reject(new AuthError('REQUEST_FAILED', `${name}: authorize threw`, cause))
        }
        const attempt: Attempt<State> = {
          state,
          header,
          rejected() {
            refuse(undefined)
            throw new AuthError('REJECTED', `${name}: this attempt was rejected`)
          },
        }
        // Inside the executor, so that what `send` throws rejects, too.
        new Promise<Result>((settle) => settle(send(attempt))).then(once(resolve), once(reject))
      },
    }),
  )
}
