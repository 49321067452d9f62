import type { Auth, LoginState } from 'miniprogram-login'
import type { Recording } from './recording'

/** Somebody who called the Auth. */
interface Caller {
  /** How often its request was sent. */
  sent: number
  waits: boolean
}

/** Those of whom is known what they wait for. */
export interface Callers {
  /** How many wait for a login. */
  readonly waiting: number
  /** Its request is sent now. Is that the replay? */
  sends(caller: Caller | undefined): boolean
  /** It was refused the login state. It is replayed once, so that after that it waits for nothing. */
  isRejected(caller: Caller | undefined): void
  /** The same Auth, of which is known who waits for it, but for withLogin(). */
  watch<State extends LoginState>(auth: Auth<State>): Auth<State>
}

/** An option of a call that passes through the package, and tells whose request comes out of it. */
export const callerOption = 'caller'

export function createCallers(recording: Recording): Callers {
  let waiting = 0

  function note(caller: Caller, waits: boolean): void {
    if (caller.waits !== waits) waiting += waits ? 1 : -1
    caller.waits = waits
  }

  function follow<Outcome extends Promise<unknown>>(caller: Caller, outcome: Outcome): Outcome {
    const change = (now: boolean) => {
      if (caller.waits === now) return
      note(caller, now)
      recording.wait(waiting)
    }
    // What was not sent at once waits.
    if (caller.sent === 0) change(true)
    const ended = () => change(false)
    outcome.then(ended, ended)
    return outcome
  }

  const sender =
    <Options extends object, Task extends Promise<unknown>>(send: (options: Options) => Task) =>
    (options: Options): Task => {
      const caller: Caller = { sent: 0, waits: false }
      return follow(caller, send({ ...options, [callerOption]: caller }))
    }

  const waiter =
    <Parameters extends unknown[], State>(wait: (...parameters: Parameters) => Promise<State>) =>
    (...parameters: Parameters): Promise<State> =>
      follow({ sent: 0, waits: false }, wait(...parameters))

  return {
    get waiting() {
      return waiting
    },
    sends(caller) {
      if (!caller) return false
      note(caller, false)
      return caller.sent++ > 0
    },
    isRejected(caller) {
      if (caller?.sent === 1) note(caller, true)
    },
    watch: (auth) =>
      Object.create(auth, {
        request: { value: sender(auth.request) },
        uploadFile: { value: sender(auth.uploadFile) },
        downloadFile: { value: sender(auth.downloadFile) },
        login: { value: waiter(auth.login) },
        ensureLogin: { value: waiter(auth.ensureLogin) },
      }),
  }
}
