import type { Auth, AuthErrorCode, AuthEvent, AuthOptions } from '../../../src'
import { createFakeServer, type FakeServer } from '../../helpers/fake-server'
import { createFakeWx, type FakeWx } from '../../helpers/fake-wx'
import { now, pass, timerCount } from './clock'
import { afterEach, equal } from './harness'

interface Package {
  index: typeof import('../../../src')
  alipay: typeof import('../../../src/alipay')
}

/** The built files as the bodies of functions, which is what `require` makes of them on a phone, too. */
declare const evaluate: Record<keyof Package, (module: { exports: object }, exports: object) => void>

function loadFile<Name extends keyof Package>(name: Name): Package[Name] {
  const module = { exports: {} as Package[Name] }
  evaluate[name](module, module.exports)
  return module.exports
}

/** Loads the package as the start of an app does. */
export const load = () => loadFile('index')

export const loadForAlipay = () => loadFile('alipay')

/** A phone, a server and what an app on them is told. */
export interface World extends FakeWx {
  server: FakeServer
  /** What `onEvent` was told by every Auth made here, in order. */
  events: AuthEvent[]
  /** An Auth on this phone, as after a start of the app: what is in storage is there. */
  start(options?: Partial<AuthOptions<any>>): Auth<any>
}

/** How a promise stands, without awaiting it. */
export interface Outcome {
  settled: boolean
  value?: any
  error?: any
  /** The error's, if it is one of ours. */
  code?: AuthErrorCode
  /** Milliseconds since the test began. */
  at?: number
}

let worlds: World[] = []
let outcomes: Outcome[] = []

export function createWorld(): World {
  const server = createFakeServer()
  const fake = createFakeWx(server.answer)
  const events: AuthEvent[] = []
  const world: World = Object.assign(fake, {
    server,
    events,
    start: (options: object = {}) =>
      load().createAuth<any>({
        baseUrl: server.baseUrl,
        exchange: '/login',
        platform: fake.wx,
        onEvent: (event) => events.push(event),
        ...options,
      }),
  })
  worlds.push(world)
  return world
}

/** Follows a promise to its end. One that pends for ever fails its test. */
export function outcomeOf(promise: Promise<unknown>): Outcome {
  const outcome: Outcome = { settled: false }
  promise.then(
    (value) => Object.assign(outcome, { settled: true, value, at: now() }),
    (error) => Object.assign(outcome, { settled: true, error, code: error?.code, at: now() }),
  )
  outcomes.push(outcome)
  return outcome
}

/** Lets time pass until the promise has settled, for two minutes at most. */
export async function settle(promise: Promise<unknown>): Promise<Outcome> {
  const outcome = outcomeOf(promise)
  for (let seconds = 0; !outcome.settled && seconds < 120; seconds++) await pass(1000)
  return outcome
}

/** Everything that gives something away when it is printed, logged or sent as JSON. */
const printed = (value: any): string =>
  [String(value), value?.message, value?.stack, JSON.stringify(value), value?.error && printed(value.error)].join('\n')

afterEach(async () => {
  const ended = { worlds, outcomes }
  worlds = []
  outcomes = []
  const pending = () => ended.worlds.some(({ busy }) => busy > 0) || ended.outcomes.some(({ settled }) => !settled)
  for (let seconds = 0; pending() && seconds < 120; seconds++) await pass(1000)

  equal(
    { pending: ended.outcomes.filter(({ settled }) => !settled).length, timers: timerCount() },
    { pending: 0, timers: 0 },
  )
  const told = [
    ...ended.outcomes.map(({ error }) => error),
    ...[].concat(...(ended.worlds.map(({ events }) => events) as any)),
  ]
  const text = told.map(printed).join('\n')
  for (const { server, codes } of ended.worlds) {
    const sent = server.exchanges.map(({ code }) => code)
    equal({ codesSent: sent }, { codesSent: sent.filter((code, index) => sent.indexOf(code) === index) })
    equal(
      { secretsTold: [...codes, ...server.issued].filter((secret) => text.indexOf(secret) >= 0) },
      { secretsTold: [] },
    )
  }
})
