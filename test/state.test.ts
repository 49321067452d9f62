import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

test('shows no login state before there is one, and asks nobody for it', async () => {
  const { start, calls, server } = createWorld()
  const auth = start()
  expect(auth.state).toBeUndefined()
  expect(calls).toEqual([])

  outcomeOf(auth.ensureLogin())
  await pass(loginTime + roundTrip - 1)
  expect(auth.state).toBeUndefined()
  await pass(1)
  expect(auth.state).toEqual({ token: server.lastToken })
})

test('shows a stored login state without waiting', () => {
  const { start, calls } = createWorld()
  start().setState({ token: 'stored', expiresIn: 7200 })
  expect(start().state).toEqual({ token: 'stored', expiresIn: 7200 })
  expect(calls).toEqual([])
})

test('shows a login state to the end of its life, and not after it', async () => {
  const { start } = createWorld()
  const auth = start()
  auth.setState({ token: 'set', expiresIn: 100 })
  await pass(99_999)
  expect(auth.state).toEqual({ token: 'set', expiresIn: 100 })
  expect(start().state).toEqual({ token: 'set', expiresIn: 100 })
  await pass(1)
  expect(auth.state).toBeUndefined()
  expect(start().state).toBeUndefined()
})

test('shows the login state while login() makes a new one, and still when that fails', async () => {
  const { start, next } = createWorld()
  const auth = start()
  auth.setState({ token: 'set' })
  next('login', fails('login:fail blocked', 1402101))
  const outcome = outcomeOf(auth.login())
  expect(auth.state).toEqual({ token: 'set' })
  await pass(roundTrip)
  expect(outcome.error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(auth.state).toEqual({ token: 'set' })
  expect(start().state).toEqual({ token: 'set' })
})

test('shows a rejected login state while it is being renewed, then the new one', async () => {
  const { start, server } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  outcomeOf(auth.request({ url: '/a' }))
  await pass(roundTrip + loginTime + roundTrip - 1)
  expect(server.requests).toHaveLength(1)
  expect(auth.state).toEqual({ token: 'revoked' })
  await pass(1)
  expect(auth.state).toEqual({ token: server.lastToken })
})

test.each([
  ['required', (auth: any) => auth.request({ url: '/a' })],
  ['in withLogin()', (auth: any) => auth.withLogin(({ rejected }: any) => rejected())],
])('shows none any more when the renewal of a rejected one fails: %s', async (_name, call) => {
  const { start, server } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  server.nextExchange({ statusCode: 403 })
  expect((await settle(call(auth))).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(auth.state).toBeUndefined()
  expect(start().state).toBeUndefined()
})

test('shows none when a login state is rejected during a cooldown', async () => {
  const { start, next, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  next('login', fails('login:fail blocked', 1402101))
  await settle(auth.login())
  expect((await settle(auth.request({ url: '/a' }))).error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(auth.state).toBeUndefined()
  expect(start().state).toBeUndefined()
  expect(count('login')).toBe(1)
})

test("shows none once an 'optional' call was rejected, and restarts without it", async () => {
  const { start, storage } = createWorld()
  const auth = start()
  auth.setState({ token: 'revoked' })
  expect((await settle(auth.request({ url: '/a', login: 'optional' }))).value).toMatchObject({ statusCode: 401 })
  expect(auth.state).toBeUndefined()
  expect(storage.size).toBe(0)
  expect(start().state).toBeUndefined()
})

test('shows none after a logout', () => {
  const { start } = createWorld()
  const auth = start()
  auth.setState({ token: 'set' })
  auth.logout()
  expect(auth.state).toBeUndefined()
})
