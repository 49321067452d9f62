import type { ExchangeContext } from '../src'
import { fails, loginTime, roundTrip, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, textOf, turn, type World } from './helpers/world'

type Exchange = (context: ExchangeContext) => any

const login = { url: '/login', method: 'POST' as const }

/** As most will write it. */
const ordinary: Exchange = async ({ code, request, extra }) =>
  (await request({ ...login, data: { ...extra, code } })).data

const loginWith = (world: World, exchange: Exchange, extra?: Record<string, unknown>) =>
  settle(world.start({ exchange }).login(extra))

test('is handed the code, request and the extra of login(extra), and answers with the login state', async () => {
  const world = createWorld()
  const contexts: ExchangeContext[] = []
  const exchange: Exchange = (context) => {
    contexts.push(context)
    return ordinary(context)
  }
  const auth = world.start({ exchange })
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: world.server.issued[0] })
  expect((await settle(auth.login({ phone: 1 }))).value).toEqual({ token: world.server.issued[1] })
  expect(contexts.map(({ code, extra }) => ({ code, extra }))).toEqual([
    { code: world.codes[0], extra: undefined },
    { code: world.codes[1], extra: { phone: 1 } },
  ])
  expect(world.start().state).toEqual({ token: world.server.issued[1] })
})

test.each<[string, Exchange]>([
  ['a plain login state', () => ({ token: 'issued', userId: 7 })],
  // biome-ignore lint/suspicious/noThenProperty: what a promise of another kind is
  ['a thenable', () => ({ then: (resolve: any) => resolve({ token: 'issued', userId: 7 }) })],
  ['a frozen one', async () => Object.freeze({ token: 'issued', userId: 7 })],
])('may answer %s', async (_name, exchange) => {
  expect((await loginWith(createWorld(), exchange)).value).toEqual({ token: 'issued', userId: 7 })
})

const cyclic: any = { token: 'issued' }
cyclic.self = cyclic

test.each<[string, Exchange]>([
  ['nothing', async () => {}],
  ['nothing, and no promise', () => {}],
  ['null', async () => null],
  ['a token alone', async () => 'issued'],
  ['a whole response', async () => ({ statusCode: 200, data: { token: 'issued' } })],
  ['an array', async () => [{ token: 'issued' }]],
  ['an inherited token', async () => Object.create({ token: 'issued' })],
  ['an array that has a token', async () => Object.assign([], { token: 'issued' })],
  ['a bad token', async () => ({ token: 'line\r\nbreak' })],
  ['a token that is a String', async () => ({ token: Object('issued') })],
  ['what JSON cannot carry', async () => cyclic],
])('ends the login with EXCHANGE_FAILED when it answers %s', async (_name, exchange) => {
  const world = createWorld()
  const { error } = await loginWith(world, exchange)
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(world.count('login')).toBe(1)
  expect(world.storage.size).toBe(0)
})

const mistake = new Error('the secrets of the exchange')
const statusNotGood: Exchange = async ({ code, request }) => {
  const { statusCode } = await request({ ...login, data: { code } })
  throw new TypeError(`${statusCode}`)
}

test.each<[string, unknown, Exchange]>([
  ['an Error', mistake, async () => Promise.reject(mistake)],
  ['an Error in the same tick', mistake, throws(mistake) as Exchange],
  ['a string', 'the secrets', async () => Promise.reject('the secrets')],
  ['undefined', undefined, async () => Promise.reject(undefined)],
  ['null in the same tick', null, throws(null) as Exchange],
  ['what looks like it is from wx', { errMsg: 'request:fail' }, async () => Promise.reject({ errMsg: 'request:fail' })],
])('ends the login with EXCHANGE_FAILED and the cause when it throws %s', async (_name, cause, exchange) => {
  const world = createWorld()
  const { error } = await loginWith(world, exchange)
  expect(error).toMatchObject({ name: 'AuthError', code: 'EXCHANGE_FAILED' })
  expect(error.cause).toEqual(cause)
  expect(textOf(error)).not.toContain('secrets')
  expect(world.count('login')).toBe(1)
})

test('ends the login when it throws for a status, be it one that can pass', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 503 })
  const { error } = await loginWith(world, statusNotGood)
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', cause: new TypeError('503') })
  expect(world.count('login')).toBe(1)
})

test.each<[string, Exchange]>([
  ['awaited', ordinary],
  ['returned', ({ code, request }) => request({ ...login, data: { code } }).then(({ data }) => data)],
  [
    'caught and thrown again',
    async (context) => {
      try {
        return await ordinary(context)
      } catch (error) {
        // biome-ignore lint/complexity/noUselessCatch: it is what some will write
        throw error
      }
    },
  ],
])('is called again with a fresh code after the rejection of its request, %s', async (_name, exchange) => {
  const world = createWorld()
  world.next('request', fails('request:fail', 600001))
  world.next('request', throws(new Error('not now')))
  expect((await loginWith(world, exchange)).value).toEqual({ token: world.server.lastToken })
  expect(world.count('login')).toBe(3)
  expect(world.server.exchanges.map(({ code }) => code)).toEqual([world.codes[2]])
})

test('ends the login with the rejection of its request as the cause, when the last attempt has failed', async () => {
  const world = createWorld()
  world.always('request', fails('request:fail', 600001))
  const rejections: unknown[] = []
  const { error } = await loginWith(world, ({ code, request }) =>
    request({ ...login, data: { code } }).catch((rejection) => {
      rejections.push(rejection)
      throw rejection
    }),
  )
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', errMsg: 'request:fail', errno: 600001 })
  expect(rejections).toHaveLength(3)
  expect(error.cause).toBe(rejections[2])
  expect(error.cause).toMatchObject({ code: 'REQUEST_FAILED' })
})

test.each<[string, (rejection: any) => unknown]>([
  ['wraps', (cause) => Object.assign(new Error('no luck'), { cause })],
  ['copies', ({ code, errMsg }) => ({ code, errMsg })],
  ['drops', () => undefined],
])('ends the login when it %s the rejection of its request', async (_name, change) => {
  const world = createWorld()
  world.always('request', fails('request:fail', 600001))
  const { error } = await loginWith(world, (context) =>
    ordinary(context).catch((rejection: unknown) => {
      throw change(rejection)
    }),
  )
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(world.count('login')).toBe(1)
})

test('may get over the rejection of its request by itself', async () => {
  const world = createWorld()
  world.next('request', fails('request:fail', 600001))
  const { value } = await loginWith(world, (context) => ordinary(context).catch(() => ordinary(context)))
  expect(value).toEqual({ token: world.server.lastToken })
  expect(world.count('login')).toBe(1)
})

test('fails with TIMEOUT when it never settles, and is heard no more', async () => {
  const world = createWorld()
  let settleLate: (state: object) => void = () => {}
  const auth = world.start({
    exchange: () =>
      new Promise<any>((resolve) => {
        settleLate = resolve
      }),
  })
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(14_999)
  await turn()
  expect(outcome.settled).toBe(false)
  await pass(1)
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
  settleLate({ token: 'late' })
  await pass(loginTime + roundTrip)
  expect(auth.state).toBeUndefined()
  expect(world.storage.size).toBe(0)
})

test.each<[string, (auth: any) => Promise<any>]>([
  ['ensureLogin()', (auth) => auth.ensureLogin()],
  ['a request of its Auth', (auth) => auth.request({ url: '/a' })],
])('cannot wait for itself longer than loginTimeout: %s', async (_name, wait) => {
  const auth: any = createWorld().start({ exchange: () => wait(auth) })
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(15_000)
  await turn()
  expect(outcome.error).toMatchObject({ code: 'TIMEOUT' })
})
