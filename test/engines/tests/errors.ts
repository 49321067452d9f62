import { loginTime, roundTrip } from '../../helpers/fake-wx'
import { equal, matches, test } from '../suite/harness'
import { createWorld, load, settle } from '../suite/world'

test('rejects with an AuthError that is an Error by its prototype, its name and its text', async () => {
  const { wx, server } = createWorld()
  const { createAuth, AuthError } = load()
  const auth = createAuth({ baseUrl: server.baseUrl, exchange: '/login', platform: wx })
  server.nextExchange({ statusCode: 403, data: 'body' })
  const { error } = await settle(auth.ensureLogin())
  equal([error instanceof AuthError, error instanceof Error], [true, true])
  equal([error.name, error.constructor === AuthError], ['AuthError', true])
  equal(Object.prototype.toString.call(error), '[object Error]')
  matches(error, /^AuthError: EXCHANGE_FAILED/)
  matches(typeof error.stack, /string/)
})

test('shows code, errMsg, errno and statusCode of an error, and hides its response and cause', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const said = { errMsg: 'request:fail timeout', errno: 5 }
  server.on('/slow', { statusCode: 200, fails: said })
  const { error: failed } = await settle(auth.request({ url: '/slow' }))
  equal(JSON.parse(JSON.stringify(failed)), { code: 'REQUEST_FAILED', ...said })
  equal(failed.cause, said)

  server.on('/never', { statusCode: 401, data: { secret: 'body' } })
  const { error } = await settle(auth.request({ url: '/never' }))
  equal(Object.keys(error).sort(), ['code', 'errMsg', 'statusCode'])
  const looped: string[] = []
  for (const key in error) looped.push(key)
  equal(looped.sort(), ['code', 'errMsg', 'statusCode'])
  matches(error.errMsg, /^request:fail /)
  equal(error.response.data, { secret: 'body' })
  equal(`${error}${error.stack}${JSON.stringify(error)}`.indexOf('body'), -1)
})

test('keeps what wx said out of the message', async () => {
  const { start, next } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  next('request', (options) => options.fail({ errMsg: 'request:fail https://api.test/?token=there' }))
  const { error } = await settle(auth.request({ url: '/a?token=there' }))
  equal(error.errMsg, 'request:fail https://api.test/?token=there')
  equal([error.message.indexOf('there'), String(error.stack).indexOf('there')], [-1, -1])
})

test('tells of each login, its failure, a rejection and a logout, in order', async () => {
  const { start, server, events } = createWorld()
  const auth = start()
  const took = { attempts: 1, elapsed: loginTime + roundTrip }
  await settle(auth.ensureLogin())
  server.revokeAll()
  await settle(auth.request({ url: '/a?b#c' }))
  server.nextExchange({ statusCode: 403 })
  const { error } = await settle(auth.login())
  auth.logout()
  equal(events, [
    { type: 'login', reason: 'missing', ...took },
    { type: 'rejected', url: 'https://api.test/a', replay: false },
    { type: 'login', reason: 'rejected', ...took },
    { type: 'login-failed', error, ...took },
    { type: 'logout' },
  ])
})

test('survives an onEvent that throws, logs out or asks for a login itself', async () => {
  const { start, server, count } = createWorld()
  const onEvent = () => {
    throw new Error('of onEvent')
  }
  equal((await settle(start({ onEvent }).ensureLogin())).value, { token: server.lastToken })

  const asked: Promise<unknown>[] = []
  const auth = start({ storageKey: 'other', onEvent: ({ type }) => type === 'login' && asked.push(auth.ensureLogin()) })
  await settle(auth.ensureLogin())
  equal((await settle(Promise.all(asked))).value, [{ token: server.lastToken }])
  equal(count('login'), 2)

  const leaver = start({ storageKey: 'third', onEvent: ({ type }) => type === 'login' && leaver.logout() })
  equal((await settle(leaver.ensureLogin())).code, 'LOGGED_OUT')
})
