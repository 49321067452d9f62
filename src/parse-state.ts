import { type Core, emit } from './core'
import { say } from './errors'
import type { LoginState } from './types'

/** 1 to 4096 characters that may stand in a header, not all of them spaces. */
const token = /^(?! *$)[ -~]{1,4096}$/

export const stateShape = 'token must be 1 to 4096 characters'

/** A copy without WeChat's session_key, at any depth; `undefined` where JSON cannot carry the value. */
export const withoutSessionKey = (core: Core<any>, value: unknown): any => {
  let exposed = false
  try {
    return JSON.parse(
      JSON.stringify(value, (name, entry) => {
        if (!/^session(_k|K)ey$/.test(name)) return entry
        if (exposed) return
        exposed = true
        emit(core, { type: 'session-key-exposed' })
        say('miniprogram-login: session-key-exposed')
      }),
    )
  } catch {}
}

/** A copy of what the server, the user or storage handed over; `undefined` if it is no login state. */
export const parseState = <State extends LoginState>(core: Core<State>, value: any): State | undefined => {
  const state = withoutSessionKey(core, value)
  // A token that is inherited, or a String, is not the same in the copy.
  if (!state || state.token !== value.token || typeof state.token !== 'string' || !token.test(state.token)) return
  if (!(typeof state.expiresIn === 'number' && state.expiresIn > 0)) delete state.expiresIn
  return state
}
