import { promiseHooks } from 'node:v8'
import { apis, callOf } from './helpers/calls'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, type Outcome, outcomeOf, pass, settle, type World } from './helpers/world'

/** Tells, each time it is asked, what the phone and the server were asked for since now. */
function keepAccounts({ calls, storageCalls, server }: World) {
  const lists: any[][] = [calls, storageCalls, server.exchanges, server.requests]
  const before = lists.map(({ length }) => length)
  return () => {
    const [made = [], stored = [], exchanges = [], sends = []] = lists.map((list, index) => list.slice(before[index]))
    return {
      logins: made.filter(({ method }) => method === 'login').length,
      exchanges: exchanges.length,
      sends: sends.length,
      storage: stored.map((call) => call.split(' ')[0]),
    }
  }
}

/** How many promises come into being until all is done that `act` has started, but for timers. */
const promisesOf = (act: () => void): Promise<number> =>
  new Promise((resolve) => {
    // In a turn of its own, when whoever awaits this has made the promises for it.
    setImmediate(() => {
      let made = 0
      const stop = promiseHooks.onInit(() => made++)
      act()
      setImmediate(() => {
        stop()
        resolve(made)
      })
    })
  })

test.each(apis)('spends one send, no storage and two promises at most on %s() with a login state', async (api) => {
  const world = createWorld()
  const auth = world.start()
  await settle(auth.ensureLogin())
  const spent = keepAccounts(world)
  let task: Promise<any> | undefined
  const promises = await promisesOf(() => {
    task = callOf(auth, api)
    jest.advanceTimersByTime(roundTrip)
  })
  expect((await task)?.statusCode).toBe(200)
  expect(spent()).toEqual({ logins: 0, exchanges: 0, sends: 1, storage: [] })
  expect(promises).toBeGreaterThan(0)
  expect(promises).toBeLessThanOrEqual(2)
})

const least = { logins: 1, exchanges: 1, storage: ['get', 'set'] }

test.each([
  ['no login state', undefined, loginTime + 2 * roundTrip, { ...least, sends: 1 }],
  ['a good login state', 0, roundTrip, { logins: 0, exchanges: 0, sends: 1, storage: ['get'] }],
  ['a login state that has expired', 7_200_000, loginTime + 2 * roundTrip, { ...least, sends: 1 }],
])('spends no more than it has to on the first answer after a start with %s', async (_name, age, time, spending) => {
  const world = createWorld()
  world.server.expiresIn = 7200
  if (age !== undefined) {
    await settle(world.start().ensureLogin())
    await pass(age)
  }
  const spent = keepAccounts(world)
  const outcome = outcomeOf(world.start().request({ url: '/a' }))
  await pass(time)
  expect(outcome.value?.statusCode).toBe(200)
  expect(spent()).toEqual(spending)
})

const callers = 1000

const askAll = (auth: ReturnType<World['start']>): Outcome[] =>
  Array.from({ length: callers }, (_, caller) => outcomeOf(auth.request({ url: `/${caller}` })))

/** What all of them got, if that was the same. */
const endOf = (outcomes: Outcome[]): unknown[] => [
  ...new Set(outcomes.map(({ value, error }) => value?.statusCode ?? error?.code)),
]

test('spends one login, and one send a caller, on 1,000 callers without a login state', async () => {
  const world = createWorld()
  const spent = keepAccounts(world)
  const outcomes = askAll(world.start())
  await pass(loginTime + 2 * roundTrip)
  expect(endOf(outcomes)).toEqual([200])
  expect(spent()).toEqual({ ...least, sends: callers })
})

test('spends one login, and two sends a caller, on 1,000 callers who are rejected, half of them late', async () => {
  const world = createWorld()
  const { server } = world
  const auth = world.start()
  await settle(auth.ensureLogin())
  server.revokeAll()
  for (let caller = 1; caller < callers; caller += 2) {
    let rejected = false
    server.on(`/${caller}`, () => {
      if (rejected) return { statusCode: 200 }
      rejected = true
      return { statusCode: 401, delay: 700 }
    })
  }
  const spent = keepAccounts(world)
  const outcomes = askAll(auth)
  await pass(700 + roundTrip)
  expect(endOf(outcomes)).toEqual([200])
  expect(spent()).toEqual({ ...least, sends: 2 * callers })
})

test('spends one login, and no send, on 1,000 callers whose code is refused', async () => {
  const world = createWorld()
  world.server.nextExchange({ statusCode: 403 })
  const spent = keepAccounts(world)
  const outcomes = askAll(world.start())
  await pass(loginTime + roundTrip)
  expect(endOf(outcomes)).toEqual(['EXCHANGE_FAILED'])
  const { storage, ...spending } = spent()
  expect(spending).toEqual({ logins: 1, exchanges: 1, sends: 0 })
  expect(storage).not.toContain('set')
})
