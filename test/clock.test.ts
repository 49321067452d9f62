import type { Auth } from '../src'
import { fails, loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, epoch, outcomeOf, pass, settle } from './helpers/world'

const hour = 3600 * 1000
/** What the user does in the phone's settings. */
const jump = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds)

const sendTen = async (auth: Auth): Promise<number[]> => {
  const outcomes = Array.from({ length: 10 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  await pass(1000)
  for (let index = 0; index < 10; index++) outcomes.push(await settle(auth.request({ url: `/${index}` })))
  return outcomes.map(({ value }) => value.statusCode)
}

test.each([
  ['back an hour', -hour, 1],
  ['back a millisecond', -1, 1],
  ['back to 1970', -epoch, 1],
  ['forward a minute', 60_000, 0],
  ['forward a day', 24 * hour, 1],
  ['forward a hundred years', 876_600 * hour, 1],
])('costs at most one extra login when the clock jumps %s', async (_name, by, logins) => {
  const { server, start, count } = createWorld()
  server.expiresIn = 7200
  const auth = start()
  outcomeOf(auth.ensureLogin())
  await pass(loginTime + roundTrip)

  jump(by)
  expect(await sendTen(auth)).toEqual(Array(20).fill(200))
  expect(count('login')).toBe(1 + logins)
})

test('counts a stored arrival that lies in the future as long past', async () => {
  const { server, start, count } = createWorld()
  server.expiresIn = 7200
  await settle(start().ensureLogin())

  jump(-hour)
  const auth = start()
  expect(auth.state).toBeUndefined()
  expect(await sendTen(auth)).toEqual(Array(20).fill(200))
  expect(count('login')).toBe(2)
})

test.each([
  ['back', -hour],
  ['forward', hour],
])('hands a login state to those who waited while the clock jumped %s', async (_name, by) => {
  const { server, start, count } = createWorld()
  server.expiresIn = 7200
  const auth = start()
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await pass(loginTime + 10)
  jump(by)
  await pass(2 * roundTrip)
  expect(outcome.value).toMatchObject({ statusCode: 200 })
  expect(await sendTen(auth)).toEqual(Array(20).fill(200))
  expect(count('login')).toBe(1)
})

test('makes no caller wait out a cooldown twice because the clock was set back', async () => {
  const { next, start, count } = createWorld()
  const auth = start()
  next('login', fails('login:fail blocked', 1402101))
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })

  jump(-hour)
  await pass(3000)
  expect((await settle(auth.ensureLogin())).value).toMatchObject({ token: expect.any(String) })
  expect(count('login')).toBe(2)
})

test('waits no longer than loginTimeout for a login while the clock is set back', async () => {
  const { always, start } = createWorld()
  always('login', staysSilent)
  const outcome = outcomeOf(start().ensureLogin())
  await pass(1000)
  jump(-hour)
  await pass(13_999)
  expect(outcome.settled).toBe(false)
  await pass(1)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
})

test('ends a wait within loginTimeout where the clock is set back between two attempts', async () => {
  const { start, next, always } = createWorld()
  next('login', fails('login:fail'))
  always('login', staysSilent)
  const outcome = outcomeOf(start({ loginTimeout: 5000 }).ensureLogin())
  await pass(200)
  jump(-hour)
  await pass(4800)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
})

test('ends the wait in line of a login(extra) within loginTimeout where the clock is set back meanwhile', async () => {
  const { start, always } = createWorld()
  always('login', staysSilent)
  const auth = start()
  outcomeOf(auth.ensureLogin())
  await pass(1000)
  const own = outcomeOf(auth.login({ phone: 1 }))
  jump(-hour)
  await pass(15_000)
  expect(own.error).toMatchObject({ code: 'TIMEOUT' })
})
