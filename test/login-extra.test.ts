import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

test('puts extra into the exchange, beside the code, and leaves it as it is', async () => {
  const { start, server, codes } = createWorld()
  const extra = Object.freeze({ phone: Object.freeze({ code: 'of-a-phone' }), invitedBy: '小明' })
  const { value } = await settle(start().login(extra))
  expect(value).toEqual({ token: server.lastToken })
  expect(server.exchanges.map(({ body }) => body)).toEqual([
    { phone: { code: 'of-a-phone' }, invitedBy: '小明', code: codes[0] },
  ])
  expect(extra).toEqual({ phone: { code: 'of-a-phone' }, invitedBy: '小明' })
})

test('sends the code of wx.login even where extra has a code of its own', async () => {
  const { start, server, codes } = createWorld()
  await settle(start().login({ code: 'of-the-caller' }))
  expect(server.exchanges.map(({ body }) => body)).toEqual([{ code: codes[0] }])
})

test('sends the code alone without extra', async () => {
  const { start, server, codes } = createWorld()
  const auth = start()
  await settle(auth.ensureLogin())
  await settle(auth.login())
  expect(server.exchanges.map(({ body }) => body)).toEqual([{ code: codes[0] }, { code: codes[1] }])
})

test('sends extra at every attempt, each with a fresh code', async () => {
  const { start, server, codes } = createWorld()
  server.nextExchange({ statusCode: 503 })
  server.nextExchange({ statusCode: 503 })
  await settle(start().login({ phone: 1 }))
  expect(codes).toHaveLength(3)
  expect(server.exchanges.map(({ body }) => body)).toEqual(codes.map((code) => ({ phone: 1, code })))
})

test.each(['ensureLogin', 'login', 'ensureSessionKey'] as const)(
  'waits for the login of %s() to end, then logs in with its extra',
  async (method) => {
    const { start, server, calls } = createWorld()
    const auth = start()
    const first = outcomeOf(auth[method]())
    const own = outcomeOf(auth.login({ phone: 1 }))
    await pass(loginAndExchange)
    expect(first.value).toEqual({ token: server.issued[0] })
    expect(own.settled).toBe(false)
    await pass(loginAndExchange)
    expect(own.value).toEqual({ token: server.issued[1] })
    expect(auth.state).toEqual(own.value)
    expect(server.exchanges.map(({ body }) => body.phone)).toEqual([undefined, 1])
    expect(calls.filter(({ method }) => method === 'login').map(({ at }) => at)).toEqual([0, loginAndExchange])
  },
)

test('runs several with extra one after the other, in call order, each with its own login state', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const outcomes = [1, 2, 3, 4].map((phone) => outcomeOf(auth.login({ phone })))
  await pass(2 * loginAndExchange)
  expect(outcomes.map(({ settled }) => settled)).toEqual([true, true, false, false])
  await pass(2 * loginAndExchange)
  expect(outcomes.map(({ value }) => value.token)).toEqual(server.issued)
  expect(server.exchanges.map(({ body }) => body.phone)).toEqual([1, 2, 3, 4])
  expect(auth.state).toEqual({ token: server.issued[3] })
})

test('logs in with its extra also when the login before it fails', async () => {
  const { start, server, next } = createWorld()
  const auth = start()
  next('login', fails('login:fail blocked', 1402101))
  const first = outcomeOf(auth.ensureLogin())
  const own = outcomeOf(auth.login({ phone: 1 }))
  await pass(roundTrip + loginAndExchange)
  expect(first.error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(own.value).toEqual({ token: server.lastToken })
  expect(server.exchanges.map(({ body }) => body.phone)).toEqual([1])
})

test('fails alone when its own exchange fails', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const first = outcomeOf(auth.login())
  const own = outcomeOf(auth.login({ phone: 1 }))
  const last = outcomeOf(auth.login({ phone: 2 }))
  await pass(loginAndExchange)
  server.nextExchange({ statusCode: 403 })
  await pass(2 * loginAndExchange)
  expect(first.value).toEqual({ token: server.issued[0] })
  expect(own.error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 403 })
  expect(last.value).toEqual({ token: server.issued[1] })
})

test('lets login() and ensureLogin() without extra join it', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  const outcomes = [outcomeOf(auth.login({ phone: 1 })), outcomeOf(auth.login()), outcomeOf(auth.ensureLogin())]
  await pass(loginAndExchange)
  expect(outcomes.map(({ value }) => value)).toEqual(Array(3).fill({ token: server.lastToken }))
  expect(count('login')).toBe(1)
})

test('starts at once during a cooldown', async () => {
  const { start, server, next } = createWorld()
  const auth = start()
  next('login', fails('login:fail blocked', 1402101))
  outcomeOf(auth.ensureLogin())
  await pass(roundTrip)
  const own = outcomeOf(auth.login({ phone: 1 }))
  await pass(loginAndExchange)
  expect(own.value).toEqual({ token: server.lastToken })
})

test('leaves what waits for a login to the one under way, and does not let it wait for those in line', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  outcomeOf(auth.login())
  outcomeOf(auth.login({ phone: 1 }))
  const waiting = outcomeOf(auth.ensureLogin())
  await pass(loginAndExchange)
  expect(waiting.value).toEqual({ token: server.issued[0] })
  expect(count('login')).toBe(2)
  const ready = outcomeOf(auth.ensureLogin())
  await turn()
  expect(ready.value).toEqual({ token: server.issued[0] })
})
