import { report } from './errors'
import type { AuthEvent, LoginState } from './types'

/** 1 to 4096 characters that may stand in a header, not all of them spaces. */
const token = /^(?=.*[^ ])[ -~]{1,4096}$/

/** A copy without WeChat's session_key, at any depth; `undefined` where JSON cannot carry the value. */
export function withoutSessionKey(value: unknown, emit: (event: AuthEvent) => void): any {
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
      report('miniprogram-login: session_key reached the client, but must stay on the server')
    }
  }
}

/** A copy of what the server, the user or storage handed over; `undefined` if it is no login state. */
export function parseState<State extends LoginState>(
  value: unknown,
  emit: (event: AuthEvent) => void,
): State | undefined {
  const state = withoutSessionKey(value, emit)
  if (!state || typeof state.token !== 'string' || !token.test(state.token)) return
  if (!(typeof state.expiresIn === 'number' && state.expiresIn > 0)) delete state.expiresIn
  return state
}
