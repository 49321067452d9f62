import { staysSilent, succeeds } from '../../helpers/fake-wx'
import { pass } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

test('takes no answer whose token could not stand in a header, and stores nothing', async () => {
  const { start, server, storage } = createWorld()
  const auth = start()
  const long = 'x'.repeat(4097)
  const tokens = [
    '',
    ' ',
    '   ',
    'a\r\nb',
    'a\nb',
    'a\0',
    'a\t',
    '\x7f',
    '中文',
    'é',
    '\ud83d\ude00',
    long,
    1,
    {},
    ['a'],
    null,
  ]
  const answers = [...tokens.map((token) => ({ token })), {}, [], null, 'token', 42, true, '<html>']
  for (const data of answers) {
    server.nextExchange({ statusCode: 200, data })
    equal([data, (await settle(auth.login())).code], [data, 'EXCHANGE_FAILED'])
  }
  equal([auth.state, storage.size], [undefined, 0])
})

test('takes any token of 1 to 4096 printable characters', async () => {
  const { start, server } = createWorld()
  const auth = start()
  for (const token of ['a', ' a ', '~!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}', 'x'.repeat(4096)]) {
    server.nextExchange({ statusCode: 201, data: { token } })
    equal((await settle(auth.login())).value, { token })
  }
})

test('ignores an expiresIn that is no number above 0, and keeps all other fields', async () => {
  const { start, server } = createWorld()
  const auth = start()
  for (const expiresIn of ['7200', 0, -1, null, {}]) {
    server.extra = { expiresIn, name: '小明', roles: [{ id: 1 }] }
    const { value } = await settle(auth.login())
    equal(value, { token: server.lastToken, name: '小明', roles: [{ id: 1 }] })
  }
})

test('runs an exchange function with a fresh code, the extra and a bare request', async () => {
  const { start, server, sent } = createWorld()
  const contexts: object[] = []
  const auth = start({
    exchange: async ({ code, request, extra }) => {
      contexts.push({ code, extra })
      const { data } = await request<any>({ url: 'login', method: 'POST', data: { code } })
      return { token: data.token, own: true }
    },
  })
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken, own: true })
  await settle(auth.login({ phone: 1 }))
  equal(contexts, [
    { code: 'code-1-of-wx-login', extra: undefined },
    { code: 'code-2-of-wx-login', extra: { phone: 1 } },
  ])
  equal(
    sent.map(({ url, header }) => [url, header]),
    [
      ['https://api.test/login', {}],
      ['https://api.test/login', {}],
    ],
  )
})

test('ends the login with what an exchange function throws as its cause', async () => {
  const { start, count } = createWorld()
  const reason = new Error('of the exchange')
  const throwers: (() => any)[] = [
    () => {
      throw reason
    },
    async () => {
      throw reason
    },
  ]
  for (const exchange of throwers) {
    const { error } = await settle(start({ exchange }).ensureLogin())
    equal([error.code, error.cause === reason], ['EXCHANGE_FAILED', true])
  }
  const { error } = await settle(start({ exchange: (() => undefined) as any }).ensureLogin())
  equal([error.code, count('login')], ['EXCHANGE_FAILED', 3])
})

test('makes another attempt where the request of an exchange function fails, and that is not caught', async () => {
  const { start, next, server, count } = createWorld()
  next('request', (options) => options.fail({ errMsg: 'request:fail', errno: 600001 }))
  const auth = start({
    exchange: ({ code, request }) =>
      request<any>({ url: '/login', method: 'POST', data: { code } }).then(({ data }) => data),
  })
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken })
  equal(count('login'), 2)
})

test('fails with TIMEOUT where the exchange function never settles', async () => {
  const { start } = createWorld()
  const { code, at } = await settle(start({ exchange: () => new Promise(() => {}) }).ensureLogin())
  equal([code, at], ['TIMEOUT', 15_000])
})

test('sends no code twice, whatever becomes of the answer and whatever wx.login gives', async () => {
  const { start, next, server } = createWorld()
  next('request', staysSilent)
  const auth = start({ loginTimeout: 2000 })
  outcomeOf(auth.ensureLogin())
  await pass(2000)
  next('login', succeeds({ code: 'code-1-of-wx-login' }))
  equal((await settle(auth.login())).value, { token: server.lastToken })
  equal(
    server.exchanges.map(({ code }) => code),
    ['code-2-of-wx-login'],
  )
})

test('knows the new login state as soon as wx has called back, and no promise callback later', async () => {
  const { start, next } = createWorld()
  const auth = start()
  let known: unknown
  next('request', (options) => {
    options.success({ statusCode: 200, data: { token: 'at-once' } })
    known = auth.state
  })
  await settle(auth.ensureLogin())
  equal(known, { token: 'at-once' })
})

test('leaves a session_key out of the state, of storage and of every event, and tells of it', async () => {
  const { start, server, storage, events } = createWorld()
  const auth = start()
  server.extra = { session_key: 'hush', user: { sessionKey: 'hush', list: [{ session_key: 'hush' }] } }
  const { value } = await settle(auth.ensureLogin())
  equal(value, { token: server.lastToken, user: { list: [{}] } })
  auth.setState({ token: 'by-hand', session_key: 'hush' })
  equal(auth.state, { token: 'by-hand' })
  server.nextExchange({ statusCode: 400, data: { session_key: 'hush' } })
  const { error } = await settle(auth.login())
  equal(error.response.data, {})
  equal(JSON.stringify([...storage, events]).indexOf('hush'), -1)
  equal(
    events.map(({ type }) => type),
    ['session-key-exposed', 'login', 'session-key-exposed', 'session-key-exposed', 'login-failed'],
  )
})
