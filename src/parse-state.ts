import { type Core, emit } from './core'
import { notify } from './errors'
import type { LoginState } from './types'

/** 1 to 4096 characters that may stand in a header, not all of them spaces. */
const token = /^(?! *$)[ -~]{1,4096}$/

export const stateShape = 'token must have 1 to 4096 characters'

/** A copy without WeChat's session_key, at any depth; `undefined` where JSON cannot carry the value. */
export function withoutSessionKey(core: Core<any>, value: unknown): any {
  let exposed = false
  try {
    return JSON.parse(
      JSON.stringify(value, (name, entry) => {
        if (!/^session(_k|K)ey$/.test(name)) return entry
        if (exposed) return
        exposed = true
        emit(core, { type: 'session-key-exposed' })
        notify(() => console.error('miniprogram-login: session_key must stay on the server'), 0)
      }),
    )
  } catch {
    return
  }
}

/** A copy of what the server, the user or storage handed over; `undefined` if it is no login state. */
export function parseState<State extends LoginState>(core: Core<State>, value: any): State | undefined {
  const state = withoutSessionKey(core, value)
  // A token that is inherited, or a String, is not the same in the copy.
  if (!state || state.token !== value.token || typeof state.token !== 'string' || !token.test(state.token)) return
  if (!(typeof state.expiresIn === 'number' && state.expiresIn > 0)) delete state.expiresIn
  return state
}
