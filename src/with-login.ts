import { type Core, emit, type Held } from './core'
import { AuthError, loggedOut } from './errors'
import { acquire, reject } from './login'
import { usable } from './login-state'
import type { Call } from './task'
import type { Attempt, LoginState } from './types'

/** Runs a call: gets a state, sends, and where the server refused that state, gets a new one and sends once more. */
export function run<State extends LoginState>(core: Core<State>, call: Call<State>): void {
  const { required, name, url, fail } = call
  const { logouts } = core
  const leftBehind = () => core.logouts !== logouts

  const announce = (replay: boolean) => emit(core, Object.assign({ type: 'rejected' as const, replay }, url && { url }))
  const failRejected = (response: unknown) =>
    fail(new AuthError('REJECTED', `${name}: login state refused`, 0, response))

  function attempt(rejected: (held: Held<State>, response: unknown, unrepeatable?: boolean) => void): void {
    const send = (held: Held<State> | undefined, error = loggedOut()) => {
      if (required && (!held || leftBehind())) return fail(leftBehind() ? loggedOut() : error)
      let header = {}
      try {
        if (held) header = core.authorize(held.state)
      } catch (cause) {
        return fail(new AuthError('REQUEST_FAILED', `${name}: authorize threw`, cause))
      }
      call.send(held, header, (response, unrepeatable) => rejected(held as Held<State>, response, unrepeatable))
    }
    if (leftBehind()) send(undefined)
    else if (required) acquire(core, send)
    else send(usable(core))
  }

  attempt((held, response, unrepeatable) => {
    announce(false)
    const replayable = reject(core, held, required)
    if (!leftBehind() && (unrepeatable || !replayable)) return failRejected(response)
    attempt((_newest, refusal) => {
      announce(true)
      if (required && leftBehind()) return fail(loggedOut())
      core.refusedReplayAt = Date.now()
      failRejected(refusal)
    })
  })
}

/** Runs `send` as such a call: what `auth.withLogin` does. */
export function withLogin<State extends LoginState, Result>(
  core: Core<State>,
  send: (attempt: Attempt<State>) => Result | Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, fail) =>
    run(core, {
      required: true,
      name: 'withLogin',
      fail,
      send(held, header, rejected) {
        let over = false
        const once =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            if (!over) settle(value)
            over = true
          }
        // The rest of `send` runs first, its `finally` blocks included.
        const refuse = once(() => Promise.resolve().then(() => rejected()))
        const attempt: Attempt<State> = {
          state: (held as Held<State>).state,
          header: Object.assign({}, header),
          rejected() {
            refuse(0)
            throw new AuthError('REJECTED', 'withLogin: login state refused')
          },
        }
        // Inside the executor, so that what `send` throws rejects, too.
        new Promise<Result>((settle) => settle(send(attempt))).then(once(resolve), once(fail))
      },
    }),
  )
}
