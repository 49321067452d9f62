import type { AuthEvent } from '../src'
import { checkTime, fails, loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

test('tells of a login once, whoever waits for it: its reason, its attempts and its time', async () => {
  const { start, events } = createWorld()
  const auth = start()
  outcomeOf(auth.ensureLogin())
  outcomeOf(auth.login())
  outcomeOf(auth.request({ url: '/a' }))
  await pass(5000)
  expect(events).toEqual([{ type: 'login', reason: 'missing', attempts: 1, elapsed: loginAndExchange }])
})

test('gives the reason of every login', async () => {
  const world = createWorld()
  const { server, events } = world
  server.expiresIn = 7200
  const auth = world.start()
  await settle(auth.ensureLogin())
  await pass(7200_000)
  await settle(auth.ensureLogin())
  server.revokeAll()
  await settle(auth.request({ url: '/a' }))
  await settle(auth.login())
  await settle(auth.login({ phone: 1 }))
  world.sessionKeyAlive = false
  await settle(auth.ensureSessionKey())
  auth.logout()
  await settle(auth.login())
  const logins = events.filter((event): event is Extract<AuthEvent, { type: 'login' }> => event.type === 'login')
  expect(logins.map(({ reason }) => reason)).toEqual([
    'missing',
    'expired',
    'rejected',
    'forced',
    'forced',
    'session-key',
    'forced',
  ])
  expect(logins.map(({ attempts }) => attempts)).toEqual(Array(7).fill(1))
  expect(logins.map(({ elapsed }) => elapsed)).toEqual(
    logins.map(({ reason }) => loginAndExchange + (reason === 'session-key' ? checkTime : 0)),
  )
})

test('counts the attempts of a login and the time of all of them', async () => {
  const { start, server, next, events } = createWorld()
  server.nextExchange({ statusCode: 503 })
  next('login', (_options, usual) => usual())
  next('login', fails('login:fail'))
  await settle(start().ensureLogin())
  const elapsed = loginAndExchange + 500 + roundTrip + 1500 + loginAndExchange
  expect(events).toEqual([{ type: 'login', reason: 'missing', attempts: 3, elapsed }])
})

test('tells of a failed login once, with the error that its waiters get', async () => {
  const { start, server, events } = createWorld()
  server.everyExchange({ statusCode: 403 })
  const auth = start()
  const outcomes = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.login()), outcomeOf(auth.request({ url: '/a' }))]
  await pass(5000)
  expect(events).toEqual([{ type: 'login-failed', error: outcomes[0]?.error, attempts: 1, elapsed: loginAndExchange }])
  expect((events[0] as any).error).toBe(outcomes[1]?.error)
  expect((events[0] as any).error).toBe(outcomes[2]?.error)
})

test('tells of nothing for those whom the cooldown rejects', async () => {
  const { start, server, events } = createWorld()
  server.nextExchange({ statusCode: 403 })
  const auth = start()
  await settle(auth.ensureLogin())
  await settle(auth.ensureLogin())
  await settle(auth.request({ url: '/a' }))
  expect(events).toHaveLength(1)
})

test('counts the attempt during which loginTimeout passed', async () => {
  const { start, next, events } = createWorld()
  next('login', fails('login:fail'))
  next('login', staysSilent)
  const { error } = await settle(start().ensureLogin())
  expect(events).toEqual([{ type: 'login-failed', error, attempts: 2, elapsed: 15_000 }])
})

test('tells of a login once its state is there and stored, before its waiters go on', async () => {
  const world = createWorld()
  const order: unknown[] = []
  const auth = world.start({
    onEvent: ({ type }) => order.push(type, auth.state, world.storage.size),
  })
  outcomeOf(auth.ensureLogin().then(() => order.push('waiter')))
  await pass(5000)
  expect(order).toEqual(['login', { token: world.server.lastToken }, 1, 'waiter'])
})

test('tells of nothing when the login state there is does', async () => {
  const { start, events } = createWorld()
  const auth = start()
  auth.setState({ token: 'set' })
  await settle(auth.ensureLogin())
  expect(events).toEqual([])
})
