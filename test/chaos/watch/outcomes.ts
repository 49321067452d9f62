import type { Call, Outcome } from './call'
import { isQuiet, nameOf, same } from './calls'
import { isExpired } from './copy'
import { tellsNothing } from './states'

/** A promise settled, or, where nobody follows it, the callbacks told so. */
export function settled(call: Call, outcome: Outcome): void {
  const { copy } = call
  const { world } = copy
  world.tell?.(copy, `${nameOf(call)} ends: ${outcome.error ?? JSON.stringify(outcome.value)}`)
  world.keeps('callbacks', !call.outcome, () => `${nameOf(call)} settled twice`)
  call.outcome = outcome
  const { error } = outcome
  const { aborted } = call
  world.keeps('abort', aborted !== 'surely' || error?.code === 'ABORTED', () => `${nameOf(call)} ended otherwise`)
  const isTold = 'error' in outcome && error?.name === 'AuthError'
  if (isTold) {
    tellsNothing(copy, 'an error', error)
    failsRightly(call, error)
  } else if ('error' in outcome) {
    const thrown = call.api === 'withLogin' && error === call.sends[call.sends.length - 1]?.said?.result
    world.keeps('true outcomes', thrown, () => `${nameOf(call)} failed with ${error}`)
  } else if (call.given || call.api === 'withLogin') succeedsRightly(call, outcome.value)
  else getsRightState(call, outcome.value)
}

function succeedsRightly(call: Call, value: any): void {
  const { keeps } = call.copy.world
  const last = call.sends[call.sends.length - 1]
  const right = last?.said?.how === 'success' && !last.rejected && same(value, last.said.result)
  keeps('true outcomes', right, () => `${nameOf(call)} resolved with ${JSON.stringify(value)}`)
  if (call.hears && last?.hasTask) {
    keeps('chunks', same(call.chunks, last.chunks), () => `${nameOf(call)} heard ${call.chunks} of ${last.chunks}`)
  }
}

function getsRightState(call: Call, state: any): void {
  const { copy, api, ticket, issued } = call
  const { keeps } = copy.world
  const token = state?.token
  const known = copy.known.get(token)
  const detail = () => `${nameOf(call)} resolved with ${token}`
  keeps('storage', !!known, () => `${detail()}, which was neither stored nor read`)
  if (!known) return
  keeps('logged out', known.order > copy.loggedOutAt || copy.loggedOutAt > issued, detail)
  const isNew = known.order > issued
  keeps('refused states', (copy.refused.get(token) ?? issued) >= issued, detail)
  if (api === 'login') keeps('own login', isNew, detail)
  if (ticket !== undefined) keeps('own login', known.by === 'setState' || copy.tickets.has(ticket), detail)
  if (api === 'ensureLogin') keeps('expiry', isNew || justJumped(call) || !isExpired(copy, token), detail)
  if (api === 'ensureSessionKey') keeps('session key', isNew || copy.checkedAt > issued, detail)
}

/** What was decided before the clock jumped is seen after it. */
const justJumped = ({ copy: { world } }: Call): boolean => world.clock.disturbedAt === world.clock.awake

/** What an error says must be what happened. */
function failsRightly(call: Call, error: any): void {
  const { keeps } = call.copy.world
  const detail = () => `${nameOf(call)} failed with ${error.message}`
  const last = call.sends[call.sends.length - 1]
  switch (error.code) {
    case 'ABORTED':
      keeps('abort', !!call.aborted, detail)
      break
    case 'REQUEST_FAILED': {
      const failed = last?.said?.how === 'fail' && error.cause === last.said.result
      keeps('true outcomes', failed || error.cause?.message === 'of authorize', detail)
      break
    }
    case 'REJECTED':
      isRejectedRightly(call, error, detail)
      break
    default:
      keeps('true outcomes', !last || last.rejected, detail)
      if (error.code === 'LOGGED_OUT') keeps('logged out', wasLoggedOut(call), detail)
      else loginFailed(call, error, detail)
  }
}

function isRejectedRightly({ copy, sends, chunks, api }: Call, error: any, detail: () => string): void {
  const { keeps } = copy.world
  const last = sends[sends.length - 1]
  keeps('true outcomes', !!last?.rejected, detail)
  const isFinal = sends.length === 2 || !!last?.kept || chunks.length > 0
  const ended = isQuiet(copy, copy.endedReplayAt) ? ', after one of a call that a logout had ended' : ''
  keeps('one replay', isFinal, () => `${detail()} without a replay${ended}`)
  if (api === 'withLogin') return
  keeps('true outcomes', error.statusCode === last?.said?.result.statusCode, detail)
  keeps('files', !/wxfile/.test(JSON.stringify(error.response)), () => JSON.stringify(error.response))
}

/** At any time since the call was made; for login() only by what came after it. */
const wasLoggedOut = ({ copy, issued, wasLoggedOut, api }: Call): boolean =>
  copy.loggedOutAt > issued || (api !== 'login' && (copy.loggedOut || wasLoggedOut || copy.backAt > issued))

function loginFailed(call: Call, error: any, detail: () => string): void {
  const { copy, issued, before, api, isOwn } = call
  const { keeps } = copy.world
  const isOfWait = (copy.errors.get(error) ?? -1) > issued || error === call.cooling
  const isOfLine = error.code === 'TIMEOUT' && isOwn
  keeps('one error', isOfWait || isOfLine, detail)
  if (api === 'login' || api === 'ensureSessionKey' || before === undefined) return
  const isThere = before === copy.newest && (copy.known.get(before)?.order ?? 0) < issued
  const lives = isThere && !copy.refused.has(before) && !isExpired(copy, before) && !justJumped(call)
  keeps('early renewal', !lives, () => `${detail()}, with ${before} alive`)
}
