import type { Step } from './step'

export interface Costs {
  logins: number
  exchanges: number
  requests: number
}

/** What was asked of WeChat and of the server. */
export function costsOf(steps: readonly Step[]): Costs {
  const asked = steps.filter(({ kind, from, to }) => from === 'app' && to !== 'app' && /^(call|replay)$/.test(kind))
  const toServer = asked.filter(({ to }) => to === 'server')
  // A code travels to the server in an exchange only.
  const exchanges = toServer.filter(({ fields }) => fields.includes('code')).length
  return { logins: asked.length - toServer.length, exchanges, requests: toServer.length - exchanges }
}
