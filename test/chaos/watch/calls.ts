import { isDeepStrictEqual } from 'node:util'
import type { Call, Given, Send } from './call'
import { type Copy, isCooling, isEnding, isExpired, usable } from './copy'

export const baseUrl = 'https://api.test/v1'
export const cdn = 'https://cdn.test'
const trusted = ['https://api.test', cdn]

/** As it would travel: nothing is shared, and it does not matter whose object it was. */
const copied = (value: unknown): any => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
export const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(copied(one), copied(other))

export const tokenIn = (header: Record<string, any> | undefined): string | undefined =>
  /tok~[ -~]*/.exec(Object.values(header ?? {}).join('\n'))?.[0]

/** An attempt of a call is made; `options` is what wx got, and nothing for `withLogin`. */
export function sent(call: Call, token: string | undefined, options?: Record<string, any>): Send {
  const { copy, sends } = call
  const { world } = copy
  const detail = () => `${nameOf(call)} with ${token}`
  const before = sends[sends.length - 1]
  world.tell?.(copy, `sends ${detail()}`)
  world.keeps('at most twice', sends.length < 2, detail)
  world.keeps('network failures', before?.said?.how !== 'fail', detail)
  world.keeps('abort', !call.aborted, detail)
  world.keeps('callbacks', !call.outcome || !!call.aborted, () => `${detail()}, which is over`)
  world.keeps('one replay', !before || before.rejected, () => `${detail()}, though it was not rejected`)
  const wasOut = copy.loggedOutAt > call.issued && copy.loggedOutAt < (before?.said?.order ?? 0)
  world.keeps('logged out', call.login !== 'required' || !wasOut, () => `${detail()}, after a logout`)
  world.keeps('chunks', call.chunks.length === 0, () => `${detail()}, of which a chunk was delivered`)
  if (options) payload(call, token, options)
  if (token !== undefined) mayBeSent(call, token, detail)
  else world.keeps('trusted origins', call.login !== 'required', () => `${detail()} was sent bare`)
  if (call.login === 'optional') {
    const expected = wasOut ? undefined : usable(copy)
    // Where a listener of the rejection logged out and in again, either will do.
    const either = token === undefined && copy.loggedOutAt > call.issued
    world.keeps('optional calls', token === expected || either, () => `${detail()} in place of ${expected}`)
  }
  const send: Send = {
    order: world.nextOrder(),
    token,
    aborts: 0,
    hasTask: false,
    deservesRejection: false,
    rejected: false,
    kept: false,
    chunks: [],
  }
  sends.push(send)
  call.waiting = undefined
  call.due = undefined
  return send
}

export const nameOf = ({ id, api, login, ticket, within }: Call): string =>
  `call ${id}, ${login} ${api}${ticket ? '(extra)' : ''}${within ? ` ${within}` : ''}`

/** May this Auth send this state, and with this call? */
function mayBeSent(call: Call, token: string, detail: () => string): void {
  const { copy } = call
  const { world } = copy
  const known = copy.known.get(token)
  world.keeps('refused states', !!known, () => `${detail()}, which was never stored or set here`)
  if (!known) return
  world.keeps('logged out', !copy.loggedOut && known.order > copy.loggedOutAt, detail)
  world.keeps('refused states', !copy.refused.has(token), detail)
  world.keeps('trusted origins', call.login !== 'none', detail)
  world.keeps('newest state', token === copy.newest, () => `${detail()} in place of ${copy.newest}`)
  if (call.login === 'required') {
    const wait = call.due === token || known.order > call.issued
    world.keeps('expiry', wait || !isExpired(copy, token), detail)
    const failed = [...copy.errors.values()].some((order) => order > call.issued)
    const early = !isEnding(copy, token) || wait || failed || copy.failure !== undefined
    const why = call.duringCheck ? ', made during a check of the session_key' : ''
    world.keeps('early renewal', early, () => `${detail()}${why}`)
  } else world.keeps('expiry', !isExpired(copy, token), detail)
}

function payload(call: Call, token: string | undefined, options: Record<string, any>): void {
  const { world } = call.copy
  const { success: _success, fail: _fail, complete: _complete, header, ...rest } = options
  const { options: given, sentUrl } = call.given as Given
  const { header: givenHeader, ...givenRest } = given
  const right = same(rest, { ...givenRest, url: sentUrl })
  world.keeps('payload', right, () => `${nameOf(call)} became ${JSON.stringify(rest)}`)
  const expected = token === undefined ? givenHeader : withState(givenHeader, world.authorized(token))
  world.keeps('payload', same(header, expected), () => `the header became ${JSON.stringify(header)}`)
  const origin = new URL(options.url, baseUrl).origin
  const carries = /tok~/.test(JSON.stringify([options.url, header, options.data, options.formData]))
  world.keeps('trusted origins', !carries || trusted.includes(origin), () => `${options.url} got the state`)
}

function withState(header: Record<string, string> = {}, added: Record<string, string>): Record<string, string> {
  const names = Object.keys(added).map((name) => name.toLowerCase())
  const kept = Object.entries(header).filter(([name]) => !names.includes(name.toLowerCase()))
  return { ...Object.fromEntries(kept), ...added }
}

/** wx, or the function given to `withLogin`, is about to tell how an attempt ended. Only the first time counts. */
export function heard(call: Call, send: Send, how: 'success' | 'fail', result: any, rejected: boolean): void {
  if (send.said) return
  call.copy.world.tell?.(call.copy, `${nameOf(call)} hears ${how}${rejected ? ', rejected' : ''}`)
  send.said = { how, result, order: call.copy.world.nextOrder() }
  if (call.outcome || how === 'fail' || !rejected || send.token === undefined) return
  const { copy } = call
  const { world } = copy
  send.rejected = true
  copy.owed.rejections++
  call.waiting = world.clock.awake
  call.before = copy.newest
  call.cooling = isCooling(copy) ? copy.failure?.error : undefined
  if (call.login === 'required' && copy.loggedOutAt > call.issued) {
    if (call.sends.length === 2) copy.endedReplayAt = world.clock.wall()
    return
  }
  if (call.sends.length === 2) {
    send.kept = true
    copy.refusedReplayAt = world.clock.wall()
    return
  }
  if (send.order < (copy.known.get(send.token)?.order ?? 0)) return
  send.kept = call.login === 'required' && send.token === copy.newest && isQuiet(copy, copy.refusedReplayAt)
  if (send.kept) return
  copy.refused.set(send.token, world.nextOrder())
  copy.justRefused = send.token
  // The caller has seen a part of the answer: nobody renews the state for it.
  if (call.chunks.length > 0) copy.unrenewed = send.token
}

/** After a refused replay the next rejections may not be about the state. */
export function isQuiet({ world }: Copy, refusedReplayAt: number): boolean {
  const passed = world.clock.wall() - refusedReplayAt
  return passed >= 0 && passed < world.options.cooldown
}

/** The caller got a chunk: `chunk 7.2.1` is the first of the second attempt of call 7. */
export function chunkDelivered(call: Call, text: string): void {
  const { keeps } = call.copy.world
  const [id, number] = text.replace('chunk ', '').split('.').map(Number)
  call.chunks.push(text)
  const send = call.sends[(number as number) - 1]
  const honest = call.given?.stream === 'turns' || !send?.deservesRejection
  keeps('chunks', id === call.id && honest, () => `${nameOf(call)} heard ${text}`)
}
