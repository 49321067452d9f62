import { fails, loginTime, roundTrip, staysSilent, succeeds, throws } from '../../helpers/fake-wx'
import { pass, turn } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

const loginAndExchange = loginTime + roundTrip
const fifty = Array.from({ length: 50 }, (_, index) => `/${index}`)

test('logs in once for 50 requests and 10 ensureLogin() in one tick, and sends them in call order', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  const requests = fifty.map((url) => outcomeOf(auth.request({ url })))
  const logins = Array.from({ length: 10 }, () => outcomeOf(auth.ensureLogin()))
  await pass(loginAndExchange + roundTrip)
  equal([count('login'), server.exchanges.length], [1, 1])
  equal(
    logins.map(({ value }) => value.token),
    logins.map(() => server.lastToken),
  )
  equal(
    server.requests.map(({ url }) => url),
    fifty.map((path) => `https://api.test${path}`),
  )
  equal(
    requests.map(({ value }) => value.data.path),
    fifty,
  )
})

test('joins a login under way during wx.login, during the exchange and in the .then of the first waiter', async () => {
  const { start, count } = createWorld()
  const auth = start()
  const outcomes = [outcomeOf(auth.ensureLogin().then(() => auth.request({ url: '/then' })))]
  for (const moment of [loginTime - 1, 1, 50]) {
    await pass(moment)
    outcomes.push(outcomeOf(auth.ensureLogin()), outcomeOf(auth.login()), outcomeOf(auth.request({ url: '/a' })))
  }
  await pass(1000)
  equal(
    outcomes.map(({ settled, error }) => [settled, error]),
    outcomes.map(() => [true, undefined]),
  )
  equal(count('login'), 1)
})

test('makes the call in the same tick where there is a usable login state', () => {
  const { start, sent } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  outcomeOf(auth.request({ url: '/a' }))
  let sends = 0
  outcomeOf(auth.withLogin(() => void sends++))
  equal([sent.map(({ header }) => header), sends], [[{ Authorization: 'Bearer there' }], 1])
})

test('fails all waiters with one error, and logs in by itself only after the cooldown', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  server.nextExchange({ statusCode: 403, data: 'not you' })
  const outcomes = [
    ...Array.from({ length: 10 }, () => outcomeOf(auth.ensureLogin())),
    ...Array.from({ length: 10 }, () => outcomeOf(auth.request({ url: '/a' }))),
  ]
  await pass(loginAndExchange)
  equal(
    outcomes.map(({ error }) => error === outcomes[0]?.error),
    outcomes.map(() => true),
  )
  equal([outcomes[0]?.code, outcomes[0]?.error.statusCode, server.exchanges.length], ['EXCHANGE_FAILED', 403, 1])

  await pass(2999)
  const cooling = outcomeOf(auth.ensureLogin())
  await turn()
  equal([cooling.error === outcomes[0]?.error, count('login')], [true, 1])
  await pass(1)
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
})

test('makes three attempts while the server is busy, each with a fresh code, after 0.5 and 1.5 seconds', async () => {
  const { start, server, calls } = createWorld()
  const auth = start()
  server.everyExchange({ statusCode: 503 })
  const { code, at } = await settle(auth.ensureLogin())
  equal(
    calls.filter(({ method }) => method === 'login').map((call) => call.at),
    [0, loginAndExchange + 500, 2 * loginAndExchange + 2000],
  )
  equal([server.exchanges.length, code, at], [3, 'EXCHANGE_FAILED', 3 * loginAndExchange + 2000])
})

test('waits as long as Retry-After says', async () => {
  const { start, server } = createWorld()
  server.nextExchange({ statusCode: 429, header: { 'Retry-After': '5' } })
  equal((await settle(start().ensureLogin())).at, 2 * loginAndExchange + 5000)
})

test('fails at once where Retry-After is longer than loginTimeout, and stays away as long', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  server.nextExchange({ statusCode: 503, header: { 'retry-after': '30' } })
  const failed = outcomeOf(auth.ensureLogin())
  await pass(loginAndExchange)
  equal(failed.code, 'EXCHANGE_FAILED')
  await pass(29_999)
  const cooling = outcomeOf(auth.request({ url: '/a' }))
  await turn()
  equal([cooling.error === failed.error, count('login')], [true, 1])
  await pass(1)
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
})

test('fails with TIMEOUT at loginTimeout where wx.login stays silent, and drops a later code', async () => {
  const { start, server, next } = createWorld()
  const auth = start({ loginTimeout: 4000 })
  next('login', succeeds({ code: 'too-late' }, 4001))
  const outcomes = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.request({ url: '/a' })), outcomeOf(auth.login())]
  await pass(10_000)
  equal(
    outcomes.map(({ code, at }) => [code, at]),
    outcomes.map(() => ['TIMEOUT', 4000]),
  )
  equal(server.exchanges, [])
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
})

test('waits for a login longer than a timer can', async () => {
  const { start, next } = createWorld()
  const auth = start({ loginTimeout: 1e15 })
  next('login', succeeds({ code: 'code-1-of-wx-login' }, 60_000))
  equal((await settle(auth.ensureLogin())).at, 60_000 + roundTrip)
})

test('survives a wx.login that throws, gives no code, fails or is blocked', async () => {
  const { start, next, count, server } = createWorld()
  const auth = start()
  next('login', throws(new Error('not today')))
  next('login', succeeds({ errMsg: 'login:ok' }))
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
  equal(count('login'), 3)

  next('login', fails('login:fail blocked', 1402101))
  const { error } = await settle(auth.login())
  equal([error.code, error.errMsg, error.errno, count('login')], ['LOGIN_FAILED', 'login:fail blocked', 1402101, 4])
})

test('does one login after the other for login(extra), and hands each extra to its exchange', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const outcomes = [undefined, { phone: 1 }, { phone: 2 }].map((extra) => outcomeOf(auth.login(extra)))
  await pass(3 * loginAndExchange)
  equal(
    outcomes.map(({ at, value }) => [at, value.token]),
    server.issued.map((token, index) => [(index + 1) * loginAndExchange, token]),
  )
  equal(
    server.exchanges.map(({ code, body }) => ({ ...body, code: code === body.code })),
    [{ code: true }, { phone: 1, code: true }, { phone: 2, code: true }],
  )
})

test('times a queued login(extra) out, too', async () => {
  const { start, next } = createWorld()
  const auth = start({ loginTimeout: 1000 })
  next('login', staysSilent)
  const first = outcomeOf(auth.ensureLogin())
  await pass(500)
  next('login', staysSilent)
  const second = outcomeOf(auth.login({ phone: 1 }))
  await pass(2000)
  equal(
    [first, second].map(({ code, at }) => [code, at]),
    [
      ['TIMEOUT', 1000],
      ['TIMEOUT', 1500],
    ],
  )
})
