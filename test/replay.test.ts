import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

/** What a call was made with, but for its callbacks and the login state. */
function withoutState({ header, success, fail, complete, ...options }: any) {
  const { Authorization, ...others } = header
  return { ...options, header: others }
}

test.each(apis)('logs in once after a rejected %s and replays it with the new login state', async (api) => {
  const { server, start, count, events } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const { value } = await settle(callOf(auth, api, { url: '/a?page=1' }))

  expect(value.statusCode).toBe(200)
  expect(count('login')).toBe(1)
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  expect(events).toEqual([
    { type: 'rejected', url: 'https://api.test/a', replay: false },
    expect.objectContaining({ type: 'login', reason: 'rejected' }),
  ])
})

test.each(apis)('replays an identical %s but for the headers of the login state', async (api) => {
  const { calls, start } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const body = new ArrayBuffer(8)
  const options = {
    method: 'PUT',
    header: { 'X-Trace': 'abc', 'content-type': 'application/octet-stream' },
    ...(api === 'request' ? { data: body } : { formData: { album: 7 } }),
    timeout: 5000,
    enableHttp2: true,
    optionOfTomorrow: { nested: [1, 2] },
  }
  await settle(callOf(auth, api, options))

  const [first, replay] = calls.filter(({ method, options }) => method === api && options.url.endsWith('/a'))
  expect(withoutState(replay?.options)).toEqual(withoutState(first?.options))
  expect(withoutState(replay?.options)).toMatchObject({ ...options, url: 'https://api.test/a' })
  if (api === 'request') expect(replay?.options.data).toBe(body)
})

test('sends what the caller asked for, whatever becomes of the options before the replay', async () => {
  const { server, start } = createWorld()
  const auth = start()
  const header: Record<string, string> = { 'X-Trace': 'abc' }
  const options = { url: '/a', method: 'POST' as const, header, data: 'first' }
  const outcome = outcomeOf(auth.request(options))
  const change = (trace: string) => {
    header['X-Trace'] = trace
    Object.assign(options, { url: '/b', method: 'PUT', header: {}, data: trace })
  }
  change('while it waits')
  await pass(loginTime + roundTrip + 1)
  change('in flight')
  server.revokeAll()
  await pass(roundTrip + 1)
  change('during the login')
  await settle(auth.ensureLogin())

  expect(outcome.value.statusCode).toBe(200)
  expect(server.requests).toHaveLength(2)
  for (const sent of server.requests) {
    expect(sent).toMatchObject({
      url: 'https://api.test/a',
      method: 'POST',
      data: 'first',
      header: { 'X-Trace': 'abc' },
    })
  }
})

test('shares one login among 20 rejected requests and replays each once', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const outcomes = Array.from({ length: 20 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  await settle(auth.ensureLogin())
  await pass(roundTrip)

  expect(outcomes.map(({ value }) => value?.data.path)).toEqual(Array.from({ length: 20 }, (_, index) => `/${index}`))
  expect(count('login')).toBe(1)
  expect(server.exchanges).toHaveLength(1)
  expect(server.requests).toHaveLength(40)
})

test('fails all who were rejected with the error of the login that fails, and sends none again', async () => {
  const { server, start } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.everyExchange({ statusCode: 403 })
  const outcomes = Array.from({ length: 5 }, () => outcomeOf(auth.request({ url: '/a' })))
  await pass(roundTrip + loginTime + roundTrip)

  expect(outcomes[0]?.error).toMatchObject({ code: 'EXCHANGE_FAILED', statusCode: 403 })
  expect(new Set(outcomes.map(({ error }) => error)).size).toBe(1)
  expect(server.requests).toHaveLength(5)
  expect(server.exchanges).toHaveLength(1)
  expect(auth.state).toBeUndefined()
})

test.each([200, 204, 302, 304, 400, 403, 404, 408, 409, 429, 500, 502, 503])(
  'delivers %d as wx gave it, without a login',
  async (statusCode) => {
    const { server, start, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    server.on('/a', { statusCode, header: { 'X-From': 'server' }, data: { say: 'no' } })
    const { value } = await settle(auth.request({ url: '/a' }))

    expect(value).toEqual({
      statusCode,
      header: { 'X-From': 'server' },
      data: { say: 'no' },
      cookies: [],
      errMsg: 'request:ok',
    })
    expect(server.requests).toHaveLength(1)
    expect(count('login')).toBe(0)
    expect(auth.state).toEqual({ token: 'good' })
  },
)

test('delivers what a replay is answered, whatever its status', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', (sent) => ({ statusCode: tokenOf(sent) === 'stale' ? 401 : 500 }))
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(500)
  expect(server.requests).toHaveLength(2)
  expect(count('login')).toBe(1)
})
