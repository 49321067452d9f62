import { report } from './errors'
import type { AuthEvent, LoginState } from './types'

export interface StateParser<State extends LoginState> {
  /** A copy of what the server, the user or storage handed over; `undefined` if it is no login state. */
  parse(value: unknown): State | undefined
  /** A copy without WeChat's session_key, at any depth; `undefined` where JSON cannot carry the value. */
  withoutSessionKey(value: unknown): any
}

/** 1 to 4096 characters that may stand in a header, not all of them spaces. */
const token = /^(?=.*[^ ])[ -~]{1,4096}$/

export function createStateParser<State extends LoginState>(emit: (event: AuthEvent) => void): StateParser<State> {
  function withoutSessionKey(value: unknown): any {
    let exposed = false
    try {
      return JSON.parse(JSON.stringify(value), (name, entry) => {
        if (name !== 'session_key' && name !== 'sessionKey') return entry
        exposed = true
      })
    } catch {
      return
    } finally {
      if (exposed) {
        emit({ type: 'session-key-exposed' })
        report('miniprogram-login: session_key reached the client. It must stay on the server.')
      }
    }
  }

  return {
    withoutSessionKey,
    parse(value) {
      const state = withoutSessionKey(value)
      if (!state || typeof state.token !== 'string' || !token.test(state.token)) return
      if (!(typeof state.expiresIn === 'number' && state.expiresIn > 0)) delete state.expiresIn
      return state
    },
  }
}
