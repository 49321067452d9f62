import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { fails, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

const lost = { errMsg: 'request:fail errcode:-101 cronet_error_code:-101', errno: 600001 }

test.each(apis)('never retries a %s whose answer is lost: the server may have acted', async (api) => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode: 200, fails: lost })
  const { error } = await settle(callOf(auth, api, { url: '/a?secret', method: 'POST' }))

  expect(error.message).toBe(`REQUEST_FAILED: ${api} https://api.test/a`)
  expect(error).toMatchObject({ name: 'AuthError', code: 'REQUEST_FAILED', errMsg: lost.errMsg, errno: 600001 })
  expect(error.cause).toEqual(lost)
  await pass(60_000)
  expect(server.requests).toHaveLength(1)
  expect(count('login')).toBe(0)
  expect(auth.state).toEqual({ token: 'good' })
})

test('never retries a request that wx timed out', async () => {
  const { server, start } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  server.on('/a', () => undefined)
  const { error } = await settle(auth.request({ url: '/a', timeout: 2000 }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: 'request:fail timeout', errno: 5 })
  await pass(60_000)
  expect(server.requests).toHaveLength(1)
})

test('never retries a replay whose answer is lost', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', (sent) => ({ statusCode: 401, ...(tokenOf(sent) !== 'stale' && { fails: lost }) }))
  const { error } = await settle(auth.request({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: lost.errMsg })
  await pass(60_000)
  expect(server.requests).toHaveLength(2)
  expect(count('login')).toBe(1)
})

test('sends the next request as if nothing had happened', async () => {
  const { start, next, count } = createWorld()
  const auth = start()
  const { token } = (await settle(auth.ensureLogin())).value
  next('request', fails('request:fail ', 600001))
  const first = outcomeOf(auth.request({ url: '/a' }))
  await pass(roundTrip)
  expect(first.error).toMatchObject({ code: 'REQUEST_FAILED' })
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect(auth.state).toEqual({ token })
  expect(count('login')).toBe(1)
})
