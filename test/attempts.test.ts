import { fails, loginTime, roundTrip, succeeds, throws } from './helpers/fake-wx'
import { createWorld, settle, type World } from './helpers/world'

const timesOf = ({ calls }: World, method: string) => calls.filter((call) => call.method === method).map(({ at }) => at)

/** From the failure of an attempt to the next wx.login, where each attempt takes so long. */
const waitsOf = (world: World, attempt = loginTime + roundTrip) =>
  timesOf(world, 'login')
    .map((at, index, all) => at - (all[index - 1] ?? -attempt) - attempt)
    .slice(1)

const passing: [string, (world: World) => void][] = [
  ...[408, 429, 500, 502, 503, 504, 599].map((statusCode): [string, (world: World) => void] => [
    `the exchange is answered ${statusCode}`,
    ({ server }) => server.nextExchange({ statusCode, data: '<html>' }),
  ]),
  ['wx.login fails', ({ next }) => next('login', fails('login:fail timeout', 5))],
  ['wx.login fails with nothing to say', ({ next }) => next('login', (options) => options.fail())],
  ['wx.login throws', ({ next }) => next('login', throws(new Error('not now')))],
  ['wx.login succeeds with nothing', ({ next }) => next('login', (options) => options.success())],
  ...[undefined, null, '', 0, 42, {}, ['code']].map((code): [string, (world: World) => void] => [
    `wx.login gives the code ${JSON.stringify(code)}`,
    ({ next }) => next('login', succeeds({ code, errMsg: 'login:ok' })),
  ]),
  ['the exchange finds no network', ({ next }) => next('request', fails('request:fail', 600001))],
  ['the call of the exchange throws', ({ next }) => next('request', throws(new Error('not now')))],
  [
    'the answer to the exchange is lost on its way',
    ({ server }) => server.nextExchange({ statusCode: 200, fails: { errMsg: 'request:fail timeout', errno: 5 } }),
  ],
]

test.each(passing)('makes another attempt, with a fresh code, when %s', async (_name, fail) => {
  const world = createWorld()
  fail(world)
  const { value } = await settle(world.start().ensureLogin())
  expect(value).toEqual({ token: world.server.lastToken })
  expect(world.count('login')).toBe(2)
  expect(world.events).toEqual([{ type: 'login', reason: 'missing', attempts: 2, elapsed: expect.any(Number) }])
  const codes = world.server.exchanges.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})

const lasting: [string, string, (world: World) => void][] = [
  ...[300, 304, 400, 401, 403, 404, 409, 413, 422, 451].map((statusCode): [string, string, (world: World) => void] => [
    `the exchange is answered ${statusCode}`,
    'EXCHANGE_FAILED',
    ({ server }) => server.nextExchange({ statusCode, header: { 'Retry-After': '1' } }),
  ]),
  ['the answer is no login state', 'EXCHANGE_FAILED', ({ server }) => server.nextExchange({ statusCode: 200 })],
  ['wx.login is blocked', 'LOGIN_FAILED', ({ next }) => next('login', fails('login:fail blocked', 1402101))],
]

test.each(lasting)('makes no other attempt when %s', async (_name, code, fail) => {
  const world = createWorld()
  fail(world)
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code })
  expect(world.count('login')).toBe(1)
  expect(world.events).toMatchObject([{ type: 'login-failed', attempts: 1 }])
})

test('ends with the first failure that cannot pass', async () => {
  const world = createWorld()
  world.server.nextExchange({ statusCode: 503 })
  world.server.nextExchange({ statusCode: 403 })
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 403 })
  expect(world.count('login')).toBe(2)
})

test.each<[string, string, object, (world: World) => void]>([
  ['503', 'EXCHANGE_FAILED', { statusCode: 503 }, ({ server }) => server.everyExchange({ statusCode: 503 })],
  ['no code', 'LOGIN_FAILED', {}, ({ always }) => always('login', succeeds({}))],
  [
    'failing',
    'LOGIN_FAILED',
    { errMsg: 'login:fail', errno: 5 },
    ({ always }) => always('login', fails('login:fail', 5)),
  ],
  [
    'no network',
    'EXCHANGE_FAILED',
    { errno: 600001 },
    ({ always }) => always('request', fails('request:fail', 600001)),
  ],
])('makes three attempts at most, and fails with the error of the last: %s', async (_name, code, shape, fail) => {
  const world = createWorld()
  fail(world)
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code, ...shape })
  expect(world.count('login')).toBe(3)
  expect(world.events).toEqual([{ type: 'login-failed', error, attempts: 3, elapsed: expect.any(Number) }])
})

test('keeps a network failure as the cause in the end', async () => {
  const { start, always } = createWorld()
  always('request', fails('request:fail 网络不可用', 600001))
  const { error } = await settle(start().ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', errMsg: 'request:fail 网络不可用', errno: 600001 })
  expect(error.cause).toMatchObject({ errMsg: 'request:fail 网络不可用', errno: 600001 })
})

test('waits half a second, then one and a half', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 500 })
  await settle(world.start().ensureLogin())
  expect(waitsOf(world)).toEqual([500, 1500])
  expect(world.events).toMatchObject([{ attempts: 3, elapsed: 3 * (loginTime + roundTrip) + 2000 }])
})

test('spreads its waits at random, over 50 % less to 50 % more', async () => {
  const waits: number[][] = []
  for (const random of [0, 0.25, 0.75, 1 - 2 ** -53]) {
    jest.mocked(Math.random).mockReturnValue(random)
    const world = createWorld()
    world.server.everyExchange({ statusCode: 500 })
    await settle(world.start().ensureLogin())
    waits.push(waitsOf(world))
  }
  const sorted = (index: number) => waits.map((pair) => pair[index] ?? 0).sort((a, b) => a - b)
  // To the millisecond, to which a timer rounds.
  for (const [index, expected] of [
    [250, 375, 625, 750],
    [750, 1125, 1875, 2250],
  ].entries()) {
    for (const [rank, wait] of sorted(index).entries()) expect(Math.abs(wait - (expected[rank] ?? 0))).toBeLessThan(1.5)
  }
})

test.each([
  [429, 'Retry-After', '2', 2000],
  [503, 'Retry-After', '2', 2000],
  [500, 'retry-after', '2', 2000],
  [599, 'RETRY-AFTER', '2', 2000],
  [503, 'Retry-After', '1', 1000],
  [503, 'Retry-After', '0', 500],
  [503, 'Retry-After', '', 500],
  [503, 'Retry-After', '-7', 500],
  [503, 'Retry-After', 'soon', 500],
  [503, 'Retry-After', 'Fri, 02 Jan 2026 00:00:00 GMT', 500],
  [408, 'Retry-After', '2', 500],
])('waits after %i with %s: %j for %i ms', async (statusCode, name, value, wait) => {
  const world = createWorld()
  world.server.nextExchange({ statusCode, header: { [name]: value } })
  await settle(world.start().ensureLogin())
  expect(waitsOf(world)).toEqual([wait])
})

test.each([undefined, null])('waits as usual where an answer has the header %j', async (header) => {
  const world = createWorld()
  world.next('request', succeeds({ statusCode: 503, data: '', header, errMsg: 'request:ok' }, roundTrip))
  await settle(world.start().ensureLogin())
  expect(waitsOf(world)).toEqual([500])
})

test('makes its third attempt after a Retry-After that is shorter than its wait', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 503, header: { 'Retry-After': '1' } })
  await settle(world.start().ensureLogin())
  expect(waitsOf(world)).toEqual([1000, 1500])
})
