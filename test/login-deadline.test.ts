import type { Auth } from '../src'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip, type Script, staysSilent, succeeds } from './helpers/fake-wx'
import { createWorld, type Outcome, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

/** All of them fail with TIMEOUT at `at` exactly; `passed` is how late it is. */
async function expectTimeout(outcomes: Outcome[], at: number, passed = 0): Promise<void> {
  await pass(at - 1 - passed)
  await turn()
  expect(outcomes.map(({ settled }) => settled)).toEqual(outcomes.map(() => false))
  await pass(1)
  await turn()
  expect(outcomes.map(({ error }) => error?.code)).toEqual(outcomes.map(() => 'TIMEOUT'))
}

const waiters = (auth: Auth): Outcome[] => [
  outcomeOf(auth.ensureLogin()),
  outcomeOf(auth.login()),
  outcomeOf(auth.ensureSessionKey()),
  outcomeOf(auth.request({ url: '/never' })),
  outcomeOf(auth.withLogin(() => 'never')),
]

/** As a phone where what is on its way cannot be aborted. */
const unstoppable: Script = (_options, usual) => void usual()

const phases: [string, (world: World) => void][] = [
  ['wx.login stays silent', ({ next }) => next('login', staysSilent)],
  [
    'the exchange stays silent',
    ({ server, always }) => {
      always('request', unstoppable)
      server.nextExchange(undefined)
    },
  ],
  [
    'the second attempt stays silent',
    ({ server, next }) => {
      server.nextExchange({ statusCode: 503 })
      next('login', (_options, usual) => usual())
      next('login', staysSilent)
    },
  ],
  [
    'three attempts take too long together',
    ({ server, always }) => {
      always('request', unstoppable)
      server.everyExchange({ statusCode: 503, delay: 5000 })
    },
  ],
]

describe.each(phases)('where %s', (_name, stall) => {
  test('fails every waiter with one TIMEOUT after 15 s, and sends none', async () => {
    const world = createWorld()
    stall(world)
    const outcomes = waiters(world.start())
    await expectTimeout(outcomes, 15_000)
    expect(new Set(outcomes.map(({ error }) => error)).size).toBe(1)
    expect(world.events).toMatchObject([{ type: 'login-failed', error: { code: 'TIMEOUT' }, elapsed: 15_000 }])
    expect(world.server.requests).toEqual([])
  })

  test('logs in for who comes after the cooldown', async () => {
    const world = createWorld()
    stall(world)
    const auth = world.start({ loginTimeout: 4000, cooldown: 1000 })
    await expectTimeout(waiters(auth), 4000)
    world.server.everyExchange(undefined)
    await pass(1000)
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
    expect(world.server.requests).toHaveLength(1)
  })
})

test.each([1, 299, 301, 20_000])('waits for %i ms where loginTimeout says so', async (loginTimeout) => {
  const world = createWorld()
  world.always('login', staysSilent)
  await expectTimeout(waiters(world.start({ loginTimeout })), loginTimeout)
})

test.each([2 ** 31, Number.MAX_VALUE])(
  'waits for an answer as long as it takes with the loginTimeout %d',
  async (long) => {
    const world = createWorld()
    world.server.nextExchange({ statusCode: 503, delay: 50_000 })
    expect((await settle(world.start({ loginTimeout: long }).ensureLogin())).value).toEqual({
      token: world.server.lastToken,
    })
  },
)

test('lets a login end a millisecond before', async () => {
  const { start, server } = createWorld()
  const outcome = outcomeOf(start({ loginTimeout: loginAndExchange + 1 }).ensureLogin())
  await pass(loginAndExchange)
  expect(outcome.value).toEqual({ token: server.lastToken })
})

test('fails who joined later together with the first', async () => {
  const { start, always } = createWorld()
  always('login', staysSilent)
  const auth = start()
  const first = outcomeOf(auth.ensureLogin())
  await pass(10_000)
  await expectTimeout([first, ...waiters(auth)], 15_000, 10_000)
})

test('exchanges no code that comes later', async () => {
  const world = createWorld()
  world.next('login', succeeds({ code: 'code-1-of-wx-login' }, 15_001))
  const auth = world.start()
  await expectTimeout(waiters(auth), 15_000)
  await pass(60_000)
  expect(world.sent).toEqual([])
  expect(auth.state).toBeUndefined()
  expect(world.events.map(({ type }) => type)).toEqual(['login-failed'])
})

test.each<[string, object]>([
  ['an exchange', {}],
  [
    'an exchange function',
    {
      exchange: async ({ code, request }: any) =>
        (await request({ url: '/login', data: { code }, method: 'POST' })).data,
    },
  ],
])('drops what %s answers later', async (_name, options) => {
  const world = createWorld()
  world.always('request', unstoppable)
  const auth = world.start({ loginTimeout: loginAndExchange - 1, ...options })
  const changes: unknown[] = []
  auth.onChange((state) => changes.push(state))
  await expectTimeout(waiters(auth), loginAndExchange - 1)
  await pass(60_000)
  expect(world.server.issued).toHaveLength(1)
  expect(auth.state).toBeUndefined()
  expect(world.storage.size).toBe(0)
  expect(changes).toEqual([])
  expect(world.events.map(({ type }) => type)).toEqual(['login-failed'])
  expect(world.server.requests).toEqual([])
})

test('lets no late code or answer into the next login', async () => {
  const world = createWorld()
  world.always('request', unstoppable)
  const auth = world.start({ loginTimeout: 350 })
  world.server.nextExchange({ statusCode: 200, data: { token: 'late' }, delay: 300 })
  await expectTimeout(waiters(auth), 350)
  world.next('login', succeeds({ code: 'code-2-of-wx-login' }, 100))
  const next = outcomeOf(auth.login())
  world.server.tokens.add('late')
  await pass(249)
  expect(next.value).toEqual({ token: world.server.lastToken })
  await pass(1000)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(world.server.requests.map(tokenOf)).toEqual([world.server.lastToken])
})

test.each([
  ['next attempt', 899, {}],
  ['next attempt, with nothing left for it,', 900, {}],
  ['Retry-After', 5000, { 'Retry-After': '5' }],
])('fails at once where the wait for the %s would pass loginTimeout', async (_name, loginTimeout, header) => {
  const { start, server, count } = createWorld()
  server.everyExchange({ statusCode: 503, header })
  const outcomes = waiters(start({ loginTimeout }))
  await pass(loginAndExchange)
  await turn()
  for (const { error } of outcomes) expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 503 })
  expect(count('login')).toBe(1)
})

test('makes the next attempt where there is a millisecond left for it', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 503 })
  await expectTimeout(waiters(world.start({ loginTimeout: 901 })), 901)
  expect(world.count('login')).toBe(2)
})
