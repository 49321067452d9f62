import { join } from 'node:path'
import { createAuth } from 'miniprogram-login'
import { main } from '../../package.json'
import { createWire } from '../helpers/wire'

const twenty = <Result>(ask: () => Promise<Result>) => Promise.all(Array.from({ length: 20 }, ask))

test('is the build that an app is given', () => {
  expect(createAuth).toBe(jest.requireActual(join(__dirname, '../..', main)).createAuth)
})

test('logs in once at the first start, and then asks under the login state', async () => {
  const { start, server, wechat, codes, events } = await createWire()
  const auth = start()
  const [state, { statusCode, data }] = await Promise.all([auth.ensureLogin(), auth.request({ url: '/me' })])

  expect(state).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), expiresIn: 7200, userId: expect.any(String) })
  expect(statusCode).toBe(200)
  expect(data).toEqual({ userId: (state as unknown as { userId: string }).userId, loginAt: expect.any(String) })
  expect(server.arrivals).toEqual([
    { what: 'POST /login', authorization: undefined },
    { what: 'GET /me', authorization: `Bearer ${state.token}` },
  ])
  expect(wechat.exchanges).toEqual([expect.objectContaining({ code: codes[0], errcode: 0 })])
  expect(events).toEqual([{ type: 'login', reason: 'missing', attempts: 1, elapsed: expect.any(Number) }])
})

test('logs in once for 20 requests at once', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  const answers = await twenty(() => auth.request({ url: '/me' }))

  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200))
  expect(codes).toHaveLength(1)
  expect(server.asked).toEqual(['POST /login', ...Array(20).fill('GET /me')])
})

test('goes on with the cached login state after a restart of the app', async () => {
  const { start, server, codes } = await createWire()
  const { token } = await start().ensureLogin()
  const { statusCode } = await start().request({ url: '/me' })

  expect(statusCode).toBe(200)
  expect(codes).toHaveLength(1)
  expect(server.arrivals.slice(1)).toEqual([{ what: 'GET /me', authorization: `Bearer ${token}` }])
})

test('never gets to see the openid or the session_key, which the server has of every login', async () => {
  const wire = await createWire()
  const auth = wire.start()
  const { token } = await auth.login()
  await auth.request({ url: '/me' })
  await auth.request({ url: '/logout', method: 'POST' })

  const [exchanged] = wire.wechat.exchanges
  const client = wire.received + [...wire.storage.values()].join()
  expect(client).toContain(token)
  for (const secret of [exchanged?.openid, exchanged?.sessionKey]) {
    expect(secret).toEqual(expect.any(String))
    expect(client).not.toContain(secret)
  }
})
