import { type CallStep, type Moment, plainCall } from '../steps'
import type { Call } from '../watch/call'
import { chunkDelivered, nameOf } from '../watch/calls'
import { type Copy, isEnding, usable } from '../watch/copy'
import { settled } from '../watch/outcomes'
import { follow, note, reactions } from './follow'
import { places } from './places'

const headers = {
  none: undefined,
  own: { 'X-Own': 'yes' },
  authorization: { AUTHORIZATION: 'Basic own', 'x-tOKEN': 'own', 'X-Own': 'yes' },
}

/** Makes a call of wx through the Auth, as an app may. */
export function makeCall(copy: Copy, given: CallStep): Call {
  const step = { ...plainCall, ...given }
  const { world } = copy
  const api = step.do === 'stream' || step.do === 'withLogin' ? 'request' : step.do
  // Most go to the first place.
  const place = places[step.url % places.length] ?? places[0]
  const path = `c${world.calls.length}?q=qry~`
  const options: Record<string, any> = {
    url: place.given(path),
    ...(headers[step.header] && { header: { ...headers[step.header] } }),
    ...(api === 'request' && { method: 'POST', data: { list: [1, { two: 2 }] }, timeout: 60_000 }),
    ...(api === 'uploadFile' && { filePath: 'wxfile://photo', name: 'photo', formData: { size: 'large' } }),
    ...(step.do === 'stream' && { enableChunked: true }),
  }
  const wanted = {
    options: JSON.parse(JSON.stringify(options)),
    sentUrl: (place.sent ?? place.given)(path),
    delay: step.delay,
    stream: step.stream,
  }
  const hasCallbacks = step.callbacks !== 'none'
  const call = note(copy, api, { login: place.trusted ? step.login : 'none', given: wanted, hasCallbacks })
  const at = reactions(call, step.hook)

  if (step.login !== 'required') options.login = step.login
  if (hasCallbacks)
    for (const name of ['success', 'fail', 'complete'] as const) options[name] = callback(call, name, at)
  if (step.callbacks === 'instead of the promise') options.complete = ended(call, options.complete)
  if (step.frozen) freeze(options)
  const before = textOf(options)
  const mayThrow = world.faults.some(({ method }) => method === 'authorize')

  const make = (): any => (copy.auth as any)[api](options)
  const task = step.callbacks === 'instead of the promise' ? unfollowed(call, make) : follow(call, make, at)
  call.task = task
  if (step.do === 'stream') {
    call.hears = true
    task.onChunkReceived(({ data }: { data: string }) => {
      if (!copy.alive) return
      chunkDelivered(call, data)
      at('chunk')
    })
  }
  world.keeps('options untouched', before === textOf(options), () => `${before} became ${textOf(options)}`)
  // The app goes on with its own object, and a replay must not notice.
  if (!step.frozen) {
    options.url = '/changed'
    if (options.header) options.header['X-Own'] = 'changed'
  }
  if (!mayThrow) sentAtOnce(call)
  return call
}

const textOf = (options: object): string =>
  JSON.stringify(options, (_name, value) => (typeof value === 'function' ? `${value}` : value))

function unfollowed(call: Call, make: () => unknown): unknown {
  try {
    return make()
  } catch (error) {
    call.copy.world.breach('nothing thrown', `${call.api} threw ${error}`)
  }
}

function callback(call: Call, name: 'success' | 'fail' | 'complete', at: (moment: Moment) => void) {
  return (value: unknown) => {
    if (!call.copy.alive) return
    call.heard.push({ name, value })
    at(name)
  }
}

/** Where nobody looks at the promise, the last callback is the end. */
const ended = (call: Call, complete: (value: unknown) => void) => (value: unknown) => {
  if (!call.copy.alive) return
  const failed = call.heard[0]?.name === 'fail'
  settled(call, failed ? { error: value } : { value })
  complete(value)
}

/** Where there was something to send, or nothing is needed, wx has been called already. */
export function sentAtOnce(call: Call): void {
  const { copy, login, sends, outcome, heard, issued } = call
  if (sends.length > 0 || outcome || heard.length > 0) return
  const state = usable(copy)
  const known = state === undefined ? undefined : copy.known.get(state)
  const wasThere = !!known && (known.order < issued || known.by === 'storage') && !isEnding(copy, state as string)
  copy.world.keeps('same tick', login === 'required' && !wasThere, () => `${nameOf(call)} was not made at once`)
}

function freeze(value: any): void {
  if (typeof value !== 'object' || value === null) return
  for (const name of Object.keys(value)) freeze(value[name])
  Object.freeze(value)
}
