import type { ExchangeContext, LoginState } from '../../../src'
import type { Copy } from '../watch/copy'
import { exchangeSent, exchangeThrew } from '../watch/logins'

/** Does the exchange in its own way, as an app may. */
export function exchange(copy: Copy, { code, request, extra }: ExchangeContext): Promise<LoginState> {
  const { world } = copy
  const never = () => new world.Promise<never>(() => {})
  if (!copy.alive) return never()
  const data = { ...extra, code }
  const attempt = exchangeSent(copy, data)
  const fault = world.takeFault('exchange')
  if (fault === 'never settles') return never()
  if (fault === 'returns a state') {
    attempt.phase = 'over'
    attempt.token = world.server.issue()
    return world.Promise.resolve({ token: attempt.token })
  }
  if (fault) {
    exchangeThrew(copy, attempt)
    if (fault === 'throws') throw new Error('of exchange')
    return fault === 'returns no promise' ? (7 as any) : world.Promise.resolve(undefined as any)
  }
  return request({ url: '/login', method: 'POST', data }).then(({ statusCode, data: state }) => {
    if (statusCode >= 300) throw new Error(`exchange: ${statusCode}`)
    return state
  })
}
