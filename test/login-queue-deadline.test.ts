import { fails, loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, turn } from './helpers/world'

test('counts the time that a login(extra) waits in line', async () => {
  const { start, always, calls } = createWorld()
  always('login', staysSilent)
  const auth = start()
  const first = outcomeOf(auth.ensureLogin())
  await pass(5000)
  const own = outcomeOf(auth.login({ phone: 1 }))
  await pass(10_000)
  expect(first.error).toMatchObject({ code: 'TIMEOUT' })
  await pass(4999)
  await turn()
  expect(own.settled).toBe(false)
  await pass(1)
  expect(own.error).toMatchObject({ code: 'TIMEOUT' })
  expect(own.error).not.toBe(first.error)
  expect(calls.map(({ at }) => at)).toEqual([0, 15_000])
})

test('calls wx.login no more for one whose time has passed in line', async () => {
  const { start, always, count, server } = createWorld()
  always('login', staysSilent)
  const auth = start()
  const outcomes = [
    outcomeOf(auth.ensureLogin()),
    outcomeOf(auth.login({ phone: 1 })),
    outcomeOf(auth.login({ phone: 2 })),
  ]
  await pass(14_999)
  await turn()
  expect(outcomes.map(({ settled }) => settled)).toEqual([false, false, false])
  await pass(1)
  await turn()
  expect(outcomes.map(({ error }) => error?.code)).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT'])
  expect(count('login')).toBe(1)
  await pass(60_000)
  expect(server.exchanges).toEqual([])
})

test('leaves a login(extra) only the time that the line has left it', async () => {
  const { start, server, calls } = createWorld()
  const auth = start({ loginTimeout: 1000 })
  server.nextExchange({ statusCode: 403, delay: 500 })
  outcomeOf(auth.ensureLogin())
  const own = outcomeOf(auth.login({ phone: 1 }))
  // The first ends at 800: this one cannot have its code before 1100.
  await pass(1000)
  await turn()
  expect(own.error).toMatchObject({ code: 'TIMEOUT' })
  await pass(10_000)
  expect(calls.filter(({ method }) => method === 'login')).toHaveLength(2)
  expect(server.exchanges).toHaveLength(1)
})

test('ends the wait in line in time even where a listener has logged in once more meanwhile', async () => {
  const { start, next, count, server, events } = createWorld()
  const auth = start()
  const stop = auth.onChange(() => {
    stop()
    next('login', staysSilent)
    outcomeOf(auth.login())
  })
  outcomeOf(auth.ensureLogin())
  await pass(100)
  const own = outcomeOf(auth.login({ phone: 1 }))
  await pass(loginTime + roundTrip - 100)
  expect(count('login')).toBe(2)
  await pass(15_100 - loginTime - roundTrip)
  await turn()
  expect(own.error).toMatchObject({ code: 'TIMEOUT' })
  await pass(60_000)
  expect(count('login')).toBe(2)
  expect(server.exchanges).toHaveLength(1)
  // Of the login that the listener began: the one in line has failed nobody but its caller.
  expect(events.map(({ type }) => type)).toEqual(['login', 'login-failed'])
})

test('leaves its full time to a login(extra) that does not wait', async () => {
  const { start, next, always } = createWorld()
  const auth = start()
  next('login', fails('login:fail blocked', 1402101))
  outcomeOf(auth.ensureLogin())
  await pass(1000)
  always('login', staysSilent)
  const own = outcomeOf(auth.login({ phone: 1 }))
  await pass(14_999)
  await turn()
  expect(own.settled).toBe(false)
  await pass(1)
  expect(own.error).toMatchObject({ code: 'TIMEOUT' })
})
