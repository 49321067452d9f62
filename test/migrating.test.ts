import { createReadmeApp } from './helpers/readme'
import { createWorld, pass, settle } from './helpers/world'

const orders = { statusCode: 200, data: { orders: ['tea'] } }

test('shows in a page that came from wx.request what the server answers, or what went wrong', async () => {
  const world = createWorld()
  world.server.on('/orders', orders)
  const page = createReadmeApp(world).open('From `wx.request`')
  page.onLoad()
  await settle(Promise.resolve())
  world.server.on('/orders', { statusCode: 0, fails: { errMsg: 'request:fail offline' } })
  page.onLoad()
  await settle(new Promise((resolve) => setTimeout(resolve, 1000)))
  expect(page.shown).toEqual([{ orders: ['tea'] }, { problem: 'REQUEST_FAILED' }])
})

test('gives through a wrapper the data of a good answer, and throws at another', async () => {
  const world = createWorld()
  world.server.on('/orders', orders)
  world.server.on('/gone', { statusCode: 410 })
  const { get } = createReadmeApp(world).run('From a wrapper of your own')
  expect((await settle(get('/orders'))).value).toEqual({ orders: ['tea'] })
  expect((await settle(get('/gone'))).error).toMatchObject({ message: '/gone answered 410' })
})

test('takes over the token of the code that was there before, once', async () => {
  const world = createWorld()
  world.server.tokens.add('of-before')
  world.storage.set('token', 'of-before')
  world.storage.set('userId', 'user-1')
  const app = createReadmeApp(world)
  app.run('Keep who is logged in')
  expect((await settle(app.auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect(world.count('login')).toBe(0)
  expect(world.storage.has('token')).toBe(false)
  app.auth.logout()
  app.run('Keep who is logged in')
  expect(app.auth.state).toBeUndefined()
})

test('logs in at a server of weRequest, and again where its errcode says so', async () => {
  const world = createWorld()
  world.server.on('/user/login', ({ data }) => ({ statusCode: 200, data: { session: `session-for-${data.code}` } }))
  world.server.on('/order/list', ({ header }) => ({
    statusCode: 200,
    data: header.session === 'session-for-code-1-of-wx-login' ? { errcode: -1 } : { errcode: 0, data: ['tea'] },
  }))
  world.server.on('/broken', { statusCode: 200, data: { errcode: 7 } })
  const { get } = createReadmeApp(world).run('From weRequest')
  expect((await settle(get('/order/list'))).value).toEqual(['tea'])
  expect(world.count('login')).toBe(2)
  expect((await settle(get('/broken'))).error).toMatchObject({ message: '/broken answered 7' })
})

test('ends the login where such a server gives no session', async () => {
  const world = createWorld()
  world.server.on('/user/login', { statusCode: 200, data: { errcode: 7 } })
  const { error } = await settle(createReadmeApp(world).run('From weRequest').auth.ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', cause: { message: 'The server gave no session' } })
})

test.each([
  ['401', { statusCode: 401 }],
  ['the code -1', { statusCode: 200, data: { code: -1 } }],
])('logs in at a server of wafer2, and again where it answers %s', async (_name, refusal) => {
  const world = createWorld()
  world.server.on('/weapp/login', ({ header }) => ({
    statusCode: 200,
    data: { code: 0, data: { skey: `skey-for-${header['X-WX-Code']}` } },
  }))
  world.server.on('/weapp/orders', ({ header }) =>
    header['X-WX-Skey'] === 'skey-for-code-1-of-wx-login' ? refusal : { statusCode: 200, data: { code: 0 } },
  )
  const { auth } = createReadmeApp(world).run('From wafer2')
  expect((await settle(auth.request({ url: '/orders' }))).value.data).toEqual({ code: 0 })
  expect(world.count('login')).toBe(2)
})

test('ends the login where such a server gives no skey', async () => {
  const world = createWorld()
  world.server.on('/weapp/login', { statusCode: 200, data: { code: -1 } })
  const { error } = await settle(createReadmeApp(world).run('From wafer2').auth.ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', cause: { message: 'The server gave no skey' } })
})

test('logs in and replays under alova', async () => {
  const world = createWorld()
  world.server.on('/orders', (sent) =>
    sent.header.Authorization === `Bearer ${world.server.lastToken}` && world.server.issued.length > 1
      ? { statusCode: 200, data: sent.data }
      : { statusCode: 401 },
  )
  const { alova } = createReadmeApp(world).run('From alova')
  expect((await settle(alova.Post('/orders', { drink: 'tea' }).send())).value).toEqual({ drink: 'tea' })
  expect(world.count('login')).toBe(2)
  // A timer of alova's own.
  await pass(10 * 60_000)
})
