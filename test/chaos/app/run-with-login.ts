import type { Attempt, LoginState } from '../../../src'
import { type CallStep, plainCall } from '../steps'
import type { Call } from '../watch/call'
import { heard, same, sent } from '../watch/calls'
import type { Copy } from '../watch/copy'
import { follow, note, reactions } from './follow'
import { sentAtOnce } from './make-call'

/** Runs a call of another kind under the login state, as an app may: it answers at once, later, or throws. */
export function runWithLogin(copy: Copy, given: CallStep): Call {
  const step = { ...plainCall, ...given }
  const { world } = copy
  const call = note(copy, 'withLogin')
  const at = reactions(call, step.hook)
  const mayThrow = world.faults.some(({ method }) => method === 'authorize')

  function send({ state, header, rejected }: Attempt<LoginState>): unknown {
    if (!copy.alive) return
    const attempt = sent(call, state.token)
    const right = same(header, world.authorized(state.token))
    world.keeps('payload', right, () => `withLogin got ${JSON.stringify(header)}`)
    const answer = () => {
      const result = world.server.call(state.token, true)
      if (result.statusCode !== 401) {
        heard(call, attempt, 'success', result, false)
        return result
      }
      copy.refusals.push(() => heard(call, attempt, 'success', result, true))
      rejected()
      world.breach('one replay', 'rejected() returned')
    }
    try {
      at('send')
    } catch (error) {
      heard(call, attempt, 'fail', error, false)
      throw error
    }
    if (step.stream === 'headless') return answer()
    return new world.Promise((resolve) => world.clock.later(step.delay, () => resolve(undefined), copy)).then(answer)
  }

  follow(call, () => copy.auth.withLogin(send), at)
  if (!mayThrow) sentAtOnce(call)
  return call
}
