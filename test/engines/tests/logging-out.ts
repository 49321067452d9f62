import { loginTime, roundTrip } from '../../helpers/fake-wx'
import { now, pass, turn } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

const loggedOut = (outcomes: { code?: string }[]) => outcomes.map(() => 'LOGGED_OUT')

test('rejects in the same turn all who wait for wx.login, and exchanges nothing', async () => {
  const { start, server, sent } = createWorld()
  const auth = start()
  const outcomes = [
    auth.ensureLogin(),
    auth.login(),
    auth.request({ url: '/a' }),
    auth.withLogin(() => 'sent'),
    auth.ensureSessionKey(),
    auth.login({ phone: 1 }),
  ].map(outcomeOf)
  await pass(loginTime - 1)
  auth.logout()
  await turn()
  equal(
    outcomes.map(({ code }) => code),
    loggedOut(outcomes),
  )
  equal(
    outcomes.map(({ at }) => at),
    outcomes.map(() => now()),
  )
  await pass(20_000)
  equal([server.exchanges.length, sent.length], [0, 0])
})

test('neither stores nor announces the login state of an exchange that it interrupts', async () => {
  const { start, server, events, storage } = createWorld()
  const auth = start()
  const told: unknown[] = []
  auth.onChange((state) => told.push(state))
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(loginTime + roundTrip / 2)
  auth.logout()
  await pass(1000)
  equal([outcome.code, server.issued.length, auth.state, told], ['LOGGED_OUT', 1, undefined, []])
  equal(events, [{ type: 'logout' }])
  equal(JSON.stringify([...storage]).indexOf(server.lastToken), -1)
})

test('takes effect in the turn of the call, before anything is sent', async () => {
  const { start, sent, count } = createWorld()
  const auth = start()
  const outcomes = [outcomeOf(auth.request({ url: '/a' })), outcomeOf(auth.ensureLogin())]
  auth.logout()
  outcomes.push(outcomeOf(auth.request({ url: '/b' })), outcomeOf(auth.ensureSessionKey()))
  await turn()
  equal(
    outcomes.map(({ code }) => code),
    loggedOut(outcomes),
  )
  await pass(1000)
  equal([sent.length, count('checkSession')], [0, 0])
})

test('lets a request in flight end well, and fails one that is rejected, without a login', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'known' })
  server.tokens.add('known')
  server.on('/rejected', { statusCode: 401 })
  const [well, rejected] = [outcomeOf(auth.request({ url: '/a' })), outcomeOf(auth.request({ url: '/rejected' }))]
  auth.logout()
  await pass(1000)
  equal([well.value.statusCode, rejected.code, count('login'), server.requests.length], [200, 'LOGGED_OUT', 0, 2])
})

test('stays logged out over a restart and a failed login(), until a login() succeeds', async () => {
  const { start, server, count } = createWorld()
  start().logout()
  const auth = start()
  equal((await settle(auth.ensureLogin())).code, 'LOGGED_OUT')
  server.nextExchange({ statusCode: 403 })
  equal((await settle(auth.login())).code, 'EXCHANGE_FAILED')
  equal((await settle(auth.request({ url: '/a' }))).code, 'LOGGED_OUT')
  equal((await settle(start().ensureLogin())).code, 'LOGGED_OUT')
  equal((await settle(auth.login())).value, { token: server.lastToken })
  equal((await settle(start().request({ url: '/a' }))).value.statusCode, 200)
  equal(count('login'), 2)
})

test('still sends optional calls and those without a login, bare', async () => {
  const { start, server, sent } = createWorld()
  const auth = start()
  auth.setState({ token: 'gone' })
  server.on('/news', { statusCode: 200 })
  auth.logout()
  for (const login of ['optional', 'none'] as const) {
    equal((await settle(auth.request({ url: '/news', login }))).value.statusCode, 200)
  }
  equal(
    sent.map(({ header }) => header),
    [{}, {}],
  )
})

test('has no login in single-page mode and on a platform without one, and says so at once', async () => {
  const moments = createWorld()
  moments.scene = 1154
  const browsing = createWorld()
  browsing.apiCategory = 'browseOnly'
  const other = createWorld()
  const { login: _, ...without } = other.wx
  const auths = [moments.start(), browsing.start(), other.start({ platform: without })]
  for (const auth of auths) {
    const outcome = outcomeOf(auth.request({ url: '/a' }))
    await turn()
    equal([outcome.code, outcome.at], ['LOGIN_UNAVAILABLE', now()])
  }
  equal(
    [moments, browsing, other].map(({ calls }) => calls.length),
    [0, 0, 0],
  )
  equal({ ...other.events[0], error: undefined }, { type: 'login-failed', error: undefined, attempts: 0, elapsed: 0 })
})
