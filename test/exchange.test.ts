import { roundTrip, succeeds } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, textOf, type World } from './helpers/world'

const longest = 'x'.repeat(4096)

/** An exchange that is answered so. */
async function loginAnswered(world: World, answer: object, options: object = {}) {
  world.server.nextExchange({ statusCode: 200, ...answer })
  const auth = world.start(options)
  return { auth, ...(await settle(auth.ensureLogin())) }
}

test.each([
  ['https://api.test', '/login', 'https://api.test/login'],
  ['https://api.test', 'login?from=wx', 'https://api.test/login?from=wx'],
  ['https://api.test/v1', '/login', 'https://api.test/v1/login'],
  ['https://api.test/v1', 'https://api.test/login', 'https://api.test/login'],
  ['https://api.test', 'https://login.test:8443/in', 'https://login.test:8443/in'],
])('posts the code alone, bare: under %s to %s', async (baseUrl, exchange, url) => {
  const world = createWorld()
  world.next('request', succeeds({ statusCode: 200, data: { token: 'issued' }, header: {}, errMsg: 'request:ok' }, 10))
  const auth = world.start({ baseUrl, exchange, trustedOrigins: ['https://login.test:8443'] })
  auth.setState({ token: 'known' })
  expect((await settle(auth.login())).value).toEqual({ token: 'issued' })
  const { url: to, method, data, header = {} } = world.calls.find(({ method }) => method === 'request')?.options ?? {}
  expect({ to, method, data }).toEqual({ to: url, method: 'POST', data: { code: world.codes[0] } })
  expect(textOf(header)).not.toContain('known')
})

test.each([200, 201, 202, 204, 299])('takes a login state that comes with %i', async (statusCode) => {
  const { value } = await loginAnswered(createWorld(), { statusCode, data: { token: 'issued' } })
  expect(value).toEqual({ token: 'issued' })
})

test.each([199, 300, 302, 304, 400, 401, 403, 404])('takes none that comes with %i', async (statusCode) => {
  const world = createWorld()
  const { auth, error } = await loginAnswered(world, { statusCode, data: { token: 'issued' } })
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode })
  expect(auth.state).toBeUndefined()
  expect(world.storage.size).toBe(0)
})

test.each(['!', '~', ' a b ', longest])('takes the token %j, and sends it as it is', async (token) => {
  const world = createWorld()
  world.server.tokens.add(token)
  const { auth, value } = await loginAnswered(world, { data: { token } })
  expect(value).toEqual({ token })
  outcomeOf(auth.request({ url: '/a' }))
  expect(world.sent[1]?.header).toEqual({ Authorization: `Bearer ${token}` })
})

test('keeps the further fields of a login state', async () => {
  const world = createWorld()
  const data = { token: 'issued', expiresIn: 7200, user: { id: 7, tags: ['a', null] }, nickname: '小明', none: null }
  const { auth, value } = await loginAnswered(world, { data })
  expect(value).toEqual(data)
  expect(auth.state).toEqual(data)
  expect(world.start().state).toEqual(data)
})

const marker = 'body-of-the-answer'
const html = `<html><body>${marker}</body></html>`

const answers: [string, unknown][] = [
  ['no body', undefined],
  ['null', null],
  ['an empty body', ''],
  ['HTML', html],
  ['a number', 42],
  ['true', true],
  ['JSON in a string', JSON.stringify({ token: marker })],
  ['an empty array', []],
  ['an array with a login state', [{ token: marker }]],
  ['an empty object', {}],
  ['a login state further down', { data: { token: marker } }],
  ['another name for the token', { Token: marker, access_token: marker }],
  ['a token of its prototype', JSON.parse(`{"__proto__":{"token":"${marker}"}}`)],
  ['5 MB', { text: marker.repeat(300_000) }],
  ...[123, true, null, {}, [marker], { length: 3 }].map((token): [string, unknown] => [
    `the token ${JSON.stringify(token)}`,
    { token },
  ]),
  ['an empty token', { token: '' }],
  ['a blank token', { token: '   ' }],
  ['4097 characters', { token: `${longest}x` }],
  ['8 KB', { token: longest + longest }],
  ...['\r\n', '\n', '\r', '\0', '\t', '\x1f', '\x7f', '\x80', 'é', '中文', '\u2028', '😀'].flatMap((text) =>
    [`${marker}${text}`, `${text}${marker}`, `${marker}${text}X-Admin: 1`].map((token): [string, unknown] => [
      `the token ${JSON.stringify(token)}`,
      { token },
    ]),
  ),
]

test.each(answers)('fails with EXCHANGE_FAILED on %s, stores nothing and sends nothing', async (_name, data) => {
  const world = createWorld()
  world.server.nextExchange({ statusCode: 200, data })
  const auth = world.start()
  const changes: unknown[] = []
  auth.onChange((state) => changes.push(state))
  const login = outcomeOf(auth.ensureLogin())
  const { error } = await settle(auth.request({ url: '/a' }))
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(login.error).toBe(error)
  expect(textOf([error, error.stack, world.events])).not.toContain(marker)
  expect(auth.state).toBeUndefined()
  expect(changes).toEqual([])
  expect(world.storage.size).toBe(0)
  expect(world.sent).toHaveLength(1)
  expect(world.events.map(({ type }) => type)).toEqual(['login-failed'])
})

test('fails with EXCHANGE_FAILED on an answer that JSON cannot carry', async () => {
  const { start, next, storage } = createWorld()
  const data: any = { token: marker }
  data.itself = data
  next('request', succeeds({ statusCode: 200, header: {}, data, errMsg: 'request:ok' }))
  const auth = start()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(auth.state).toBeUndefined()
  expect(storage.size).toBe(0)
})

test.each([500, 502, 403])('tells of no body that comes with %i', async (statusCode) => {
  const world = createWorld()
  world.server.everyExchange({ statusCode, data: html })
  const { error } = await settle(world.start().ensureLogin())
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode })
  expect(textOf([error, error.stack, world.events])).not.toContain(marker)
  expect(error.response).toMatchObject({ statusCode, data: html })
})

test('keeps the login state it had when a new one does not come', async () => {
  const world = createWorld()
  const auth = world.start()
  const { value } = await settle(auth.ensureLogin())
  const stored = JSON.stringify([...world.storage])
  world.server.nextExchange({ statusCode: 200, data: { token: 42 } })
  expect((await settle(auth.login())).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(auth.state).toEqual(value)
  expect(JSON.stringify([...world.storage])).toBe(stored)
})

const tenYears = 10 * 365 * 24 * 3600 * 1000

test.each([undefined, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '7200', '', null, true, {}, [7200]])(
  'ignores expiresIn: %p',
  async (expiresIn) => {
    const world = createWorld()
    const auth = world.start({ exchange: async () => ({ token: 'issued', expiresIn }) as any })
    world.server.tokens.add('issued')
    expect((await settle(auth.ensureLogin())).value.token).toBe('issued')
    for (let index = 0; index < 10; index++) {
      await pass(tenYears / 10)
      expect((await settle(auth.request({ url: `/${index}` }))).value).toMatchObject({ statusCode: 200 })
    }
    expect(world.count('login')).toBe(1)
  },
)

test.each([1e18, Number.MAX_VALUE, 7200, 1, 1e-9])('uses a fresh login state with expiresIn: %d', async (expiresIn) => {
  const world = createWorld()
  world.server.expiresIn = expiresIn
  const auth = world.start()
  const requests = Array.from({ length: 10 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  await pass(400 + roundTrip)
  expect(requests.map(({ value }) => value.statusCode)).toEqual(Array(10).fill(200))
  expect(auth.state === undefined || auth.state.expiresIn === expiresIn).toBe(true)
  expect(world.count('login')).toBe(1)
})
