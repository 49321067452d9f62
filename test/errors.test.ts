import { AuthError } from '../src'
import { fails, loginTime, type Script, staysSilent, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, textOf, type World } from './helpers/world'

/** Each way in which a login ends badly. */
const failures: [string, (world: World) => void][] = [
  ['LOGIN_FAILED', ({ always }) => always('login', fails('login:fail blocked', 1402101))],
  ['LOGIN_UNAVAILABLE', (world) => void Object.assign(world, { scene: 1154 })],
  ['EXCHANGE_FAILED', ({ server }) => server.everyExchange({ statusCode: 403, data: { error: 'code_refused' } })],
  ['TIMEOUT', ({ always }) => always('login', staysSilent)],
  ['LOGGED_OUT', ({ start }) => start().logout()],
]

async function failWith(fail: (world: World) => void): Promise<any> {
  const world = createWorld()
  fail(world)
  return (await settle(world.start().ensureLogin())).error
}

test.each(failures)('says %s with an AuthError', async (code, fail) => {
  const error = await failWith(fail)
  expect(error).toBeInstanceOf(AuthError)
  expect(error).toBeInstanceOf(Error)
  expect(error.name).toBe('AuthError')
  expect(error.code).toBe(code)
  expect(error.message).toMatch(new RegExp(`^${code}: .`))
  expect(`${error}`).toBe(`AuthError: ${error.message}`)
})

test.each(failures.slice(1))('has an errMsg of its own where wx said nothing: %s', async (_code, fail) => {
  const error = await failWith(fail)
  expect(error.errMsg).toMatch(/^request:fail ./)
  expect(error.errno).toBeUndefined()
})

test('says in errMsg and errno what wx said, unchanged, and none of it in message', async () => {
  const errMsg = 'login:fail 系统错误，错误码：1402101, wxa login is blocked'
  const error = await failWith(({ next }) => next('login', fails(errMsg, 1402101)))
  expect(error).toMatchObject({ code: 'LOGIN_FAILED', errMsg, errno: 1402101 })
  for (const text of ['系统', '1402101', 'blocked', 'login:fail']) expect(error.message).not.toContain(text)
  expect(error.stack ?? '').not.toContain('blocked')
  expect(error.cause).toMatchObject({ errMsg, errno: 1402101 })
})

test('says in errMsg and errno what wx said of the request of an exchange', async () => {
  const errMsg = 'request:fail 请求超时'
  const error = await failWith(({ always }) => always('request', fails(errMsg, 5)))
  expect(error).toMatchObject({ code: 'EXCHANGE_FAILED', errMsg, errno: 5 })
  expect(error.message).not.toContain('请求超时')
})

test.each<[string, Script]>([
  ['nothing', (options) => options.fail()],
  ['null', (options) => options.fail(null)],
  ['an empty object', (options) => options.fail({})],
  ['a string', (options) => options.fail('login:fail')],
  ['an errMsg that is no string', (options) => options.fail({ errMsg: 42 })],
  ['an Error that it throws', throws(new Error('text of the platform'))],
])('has an errMsg of its own where wx fails with %s', async (_name, script) => {
  const error = await failWith(({ always }) => always('login', script))
  expect(error.code).toBe('LOGIN_FAILED')
  expect(error.errMsg).toMatch(/^request:fail ./)
  expect(error.message).not.toContain('text of the platform')
})

test('keeps what wx.login threw as the cause', async () => {
  const thrown = new Error('text of the platform')
  expect((await failWith(({ always }) => always('login', throws(thrown)))).cause).toBe(thrown)
})

test.each(failures.filter(([code]) => !/_FAILED$/.test(code)))(
  'tells no more where nobody said more: %s',
  async (_, fail) => {
    expect(Object.keys(await failWith(fail))).toEqual(['code', 'errMsg'])
  },
)

test.each(failures.slice(1))('has no cause where nothing lies underneath: %s', async (_code, fail) => {
  expect((await failWith(fail)).cause).toBeUndefined()
})

test.each(['5', null, {}])('has no errno where that is no number: %p', async (errno) => {
  const script: Script = (options) => options.fail({ errMsg: 'login:fail', errno })
  const error = await failWith(({ always }) => always('login', script))
  expect(error).toMatchObject({ errMsg: 'login:fail' })
  expect(error.errno).toBeUndefined()
})

test('has the statusCode and the response of an exchange that was refused', async () => {
  const error = await failWith(failures[2]?.[1] ?? (() => {}))
  expect(error.statusCode).toBe(403)
  expect(error.response).toMatchObject({ statusCode: 403, data: { error: 'code_refused' } })
})

test.each(['response', 'cause'])('shows its %s to nobody who does not ask for it', async (name) => {
  for (const [, fail] of failures) {
    const error = await failWith(fail)
    expect(Object.keys(error)).not.toContain(name)
    expect(Object.keys({ ...error })).not.toContain(name)
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty(name)
    const seen: string[] = []
    for (const key in error) seen.push(key)
    expect(seen).not.toContain(name)
  }
})

test('tells a logger its code and errMsg, and nothing of the answer', async () => {
  const error = await failWith(failures[2]?.[1] ?? (() => {}))
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'EXCHANGE_FAILED',
    errMsg: expect.stringMatching(/^request:fail /),
    statusCode: 403,
  })
  expect(textOf(error)).not.toContain('code_refused')
  expect(error.stack).not.toContain('code_refused')
})

test('names no query of the exchange, for it may hold a secret', async () => {
  const world = createWorld()
  const outcome = outcomeOf(world.start({ exchange: '/in?key=of-the-query#of-the-hash' }).ensureLogin())
  await pass(loginTime + 1000)
  expect(outcome.error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 401 })
  expect(textOf(outcome.error)).not.toMatch(/of-the-(query|hash)/)
})
