import { type Auth, AuthError, type AuthEvent, type AuthOptions, createAuth, type LoginState } from '../../src'
import { createFakeServer, type FakeServer } from './fake-server'
import { createFakeWx, type FakeWx } from './fake-wx'

/** A phone, a server and the virtual clock that both live by. */
export interface World extends FakeWx {
  server: FakeServer
  /** What `onEvent` was told by every Auth made here, in order. */
  events: AuthEvent[]
  /**
   * An Auth on this phone, as an app has it after a start: what is in storage is there. Another one is another start, or
   * another copy of the package.
   */
  start<State extends LoginState = LoginState>(options?: Partial<AuthOptions<State>>): Auth<State>
}

/** How a promise stands, without awaiting it. */
export interface Outcome {
  settled: boolean
  value?: any
  error?: any
  /** Milliseconds since the test began. */
  at?: number
}

/** Any moment would do. */
export const epoch = Date.UTC(2026, 0, 1)

const worlds: World[] = []
const outcomes: Outcome[] = []
let said: unknown[][] = []

export function createWorld(): World {
  const server = createFakeServer()
  const fake = createFakeWx(server.answer)
  // Not spread: some of the fake's properties are getters.
  const world: World = Object.assign(fake, {
    server,
    events: [] as AuthEvent[],
    start: (options: object = {}) =>
      createAuth<any>({
        baseUrl: server.baseUrl,
        exchange: '/login',
        platform: fake.wx,
        onEvent: (event) => world.events.push(event),
        ...options,
      }),
  })
  worlds.push(world)
  return world
}

/** Follows a promise to its end. Every promise of a test should be followed: one that pends for ever fails it. */
export function outcomeOf(promise: Promise<unknown>): Outcome {
  const outcome: Outcome = { settled: false }
  promise.then(
    (value) => Object.assign(outcome, { settled: true, value, at: now() }),
    (error) => Object.assign(outcome, { settled: true, error, at: now() }),
  )
  outcomes.push(outcome)
  return outcome
}

/** Lets so many milliseconds pass, and everything happen that is due in them. */
export const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds)

/** Lets time pass until nothing is due any more, and says how a promise ended. */
export async function settle(promise: Promise<unknown>): Promise<Outcome> {
  const outcome = outcomeOf(promise)
  for (let seconds = 0; !outcome.settled && seconds < 120; seconds++) await pass(1000)
  return outcome
}

/** Lets every promise callback run that is due, while time stands still and no timer fires. */
export async function turn(): Promise<void> {
  for (let round = 0; round < 10; round++) await new Promise((resolve) => setImmediate(resolve))
}

/** Milliseconds since the test began. */
export const now = (): number => Date.now() - epoch

/** Everything by which an error, an event or a console line might give something away. */
export function textOf(value: any): string {
  const seen = new Set()
  const parts: string[] = []
  const look = (part: any): void => {
    if (seen.has(part)) return
    seen.add(part)
    // An object without a prototype has no words of its own.
    if (typeof part?.toString === 'function') parts.push(String(part))
    if (!part || typeof part !== 'object') return
    if (part instanceof Error) parts.push(part.message, part.stack ?? '')
    // As console.log and JSON.stringify do: what is not enumerable stays unseen.
    for (const key of Object.keys(part)) {
      parts.push(key)
      look(part[key])
    }
  }
  look(value)
  return parts.join('\n')
}

beforeEach(() => {
  jest.useFakeTimers({
    now: epoch,
    doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'performance', 'hrtime'],
  })
  // The waits between attempts are 500 and 1500 ms then, without their jitter.
  jest.spyOn(Math, 'random').mockReturnValue(0.5)
  said = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, level).mockImplementation((...line) => void said.push(line))
  }
})

/** What was said on the console since the test began. */
export const consoleLines = (): unknown[][] => said

afterEach(async () => {
  try {
    const pending = () => worlds.some(({ busy }) => busy > 0) || outcomes.some(({ settled }) => !settled)
    for (let seconds = 0; pending() && seconds < 120; seconds++) await pass(1000)

    expect(outcomes.filter(({ settled }) => !settled)).toEqual([])
    // The promises of every test: nothing is left when nothing is pending…
    expect(jest.getTimerCount()).toBe(0)
    // …every error says what failed…
    for (const { error } of outcomes) {
      if (error instanceof AuthError) expect(error.message).toMatch(new RegExp(`^${error.code}: .`))
    }
    for (const { server, codes, events } of worlds) {
      // …no code is sent twice, but for that of WeChat DevTools without a real appid…
      const sentCodes = server.exchanges.map(({ code }) => code).filter((code) => code !== 'the code is a mock one')
      expect(sentCodes).toEqual([...new Set(sentCodes)])
      // …and no secret is told.
      const told = [...events, ...said, ...outcomes.map(({ error }) => error)].map(textOf).join('\n')
      for (const secret of [...codes, ...server.issued]) expect(told).not.toContain(secret)
    }
  } finally {
    worlds.splice(0)
    outcomes.splice(0)
    jest.useRealTimers()
    jest.restoreAllMocks()
  }
})
