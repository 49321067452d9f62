import { AuthError } from 'miniprogram-login'
import { createWire } from '../helpers/wire'

/** The waits between attempts are as short as they may be then. */
beforeEach(() => void jest.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => jest.restoreAllMocks())

/** How a promise fails. */
const failureOf = (promise: Promise<unknown>): Promise<AuthError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => error,
  )

test('fails a login after three attempts while no server is there, and logs in when it is back', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  await server.stop()
  const error = await failureOf(auth.request({ url: '/me' }))
  expect(error).toBeInstanceOf(AuthError)
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', errMsg: 'request:fail ECONNREFUSED' })
  expect(error.statusCode).toBeUndefined()
  expect(codes).toHaveLength(3)
  expect(await failureOf(auth.ensureLogin())).toBe(error)

  await server.restart()
  await auth.login()
  expect(await auth.request({ url: '/me' })).toMatchObject({ statusCode: 200 })
  expect(codes).toHaveLength(4)
})

test('tells a request that no server is there, and keeps the login state for when it is back', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  const state = await auth.ensureLogin()
  await server.stop()
  expect(await failureOf(auth.request({ url: '/me' }))).toMatchObject({
    code: 'REQUEST_FAILED',
    errMsg: 'request:fail ECONNREFUSED',
  })
  expect(auth.state).toBe(state)
  expect(codes).toHaveLength(1)

  await server.restart()
  expect(await auth.request({ url: '/me' })).toMatchObject({ statusCode: 200 })
})

test('never sends a request again whose answer was lost, for the server has acted', async () => {
  let orders = 0
  const { start, server, codes } = await createWire({
    routes(fastify) {
      fastify.post('/orders', async (request) => {
        orders++
        request.raw.socket.destroy()
      })
    },
  })
  const auth = start()
  expect(await failureOf(auth.request({ url: '/orders', method: 'POST' }))).toMatchObject({ code: 'REQUEST_FAILED' })
  expect(orders).toBe(1)
  expect(codes).toHaveLength(1)
  expect(server.asked).toEqual(['POST /login', 'POST /orders'])
})

test('gets a fresh code when the answer to an exchange was lost', async () => {
  let lost = 0
  const { start, wechat, codes } = await createWire({
    routes(fastify) {
      fastify.addHook('onSend', async ({ url, raw }) => {
        if (url === '/login' && lost++ === 0) raw.socket.destroy()
      })
    },
  })
  const auth = start()
  expect(await auth.request({ url: '/me' })).toMatchObject({ statusCode: 200 })
  expect(lost).toBe(2)
  expect(codes).toHaveLength(2)
  expect(wechat.exchanges.map(({ code, errcode }) => [code, errcode])).toEqual(codes.map((code) => [code, 0]))
})

test('makes another attempt with a fresh code when WeChat was too busy to say who it is', async () => {
  const { start, wechat, codes, events } = await createWire()
  wechat.failNext(-1)
  await start().ensureLogin()
  expect(codes).toHaveLength(2)
  expect(wechat.exchanges.map(({ code }) => code)).toEqual(codes)
  expect(events).toEqual([{ type: 'login', reason: 'missing', attempts: 2, elapsed: expect.any(Number) }])
})

test('fails at once when WeChat refuses the code, and logs in the next time', async () => {
  const { start, wechat, codes } = await createWire()
  const auth = start()
  wechat.failNext(40029)
  const error = await failureOf(auth.ensureLogin())
  expect(error).toMatchObject({
    code: 'EXCHANGE_FAILED',
    statusCode: 401,
    response: { data: { error: 'code_refused' } },
  })
  expect(codes).toHaveLength(1)
  await auth.login()
  expect(codes).toHaveLength(2)
})

test.each([
  ['the server', 'too_many_requests', { maxLogins: 0 }, () => {}],
  ['WeChat', 'too_many_logins', {}, (fail: (errcode: number) => void) => fail(45011)],
])(
  'fails at once when %s allows no more logins for longer than any caller waits',
  async (_who, reason, limits, limit) => {
    const { start, server, wechat, codes } = await createWire(limits)
    const auth = start({ cooldown: 0 })
    limit(wechat.failNext)
    const error = await failureOf(auth.request({ url: '/me' }))
    expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 429, response: { data: { error: reason } } })

    // The server has said until when, which is longer than the cooldown of this Auth.
    expect(await failureOf(auth.ensureLogin())).toBe(error)
    expect(codes).toHaveLength(1)
    expect(server.asked).toEqual(['POST /login'])
  },
)
