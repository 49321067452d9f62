import { apis, callOf } from './helpers/calls'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

test.each(apis)('sends a %s with Authorization: Bearer and the token by default', async (api) => {
  const { server, start, sent } = createWorld()
  const auth = start()
  await settle(auth.ensureLogin())
  await settle(callOf(auth, api, { header: { 'X-Trace': 'abc' } }))
  expect(sent[1]?.header).toEqual({ 'X-Trace': 'abc', Authorization: `Bearer ${server.lastToken}` })
})

test.each([
  ['the caller wrote none', {}],
  ['the caller wrote it alike', { Authorization: 'of-the-caller' }],
  ['the caller wrote it in lower case', { authorization: 'of-the-caller' }],
  ['the caller wrote it in upper case', { AUTHORIZATION: 'of-the-caller' }],
  ['the caller wrote it in several ways', { authorization: '1', Authorization: '2', aUTHORIZATION: '3' }],
])('sends exactly one header of the name that authorize sets where %s: the one of the state', async (_name, header) => {
  const { start, sent } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  outcomeOf(auth.request({ url: '/a', header: { ...header, 'X-Trace': 'abc' } }))
  expect(sent[0]?.header).toEqual({ Authorization: 'Bearer good', 'X-Trace': 'abc' })
})

test.each(apis)('sends a %s and its replay with all the headers that authorize sets, in its case', async (api) => {
  const { server, start, calls } = createWorld()
  const auth = start<{ token: string; user: string }>({
    authorize: ({ token, user }) => Object.freeze({ 'x-login-token': token, 'X-User': user }),
  })
  auth.setState({ token: 'stale', user: 'first' })
  server.extra = { user: 'second' }
  server.on('/a', (sent) => ({ statusCode: sent.header['x-login-token'] === 'stale' ? 401 : 200 }))
  const header = { 'X-Login-Token': 'old', 'x-login-TOKEN': 'older', 'x-user': 'old', authorization: 'of-the-caller' }
  const { value } = await settle(callOf(auth, api, { header }))

  expect(value.statusCode).toBe(200)
  const attempts = calls.filter(({ method, options }) => method === api && options.url.endsWith('/a'))
  expect(attempts.map(({ options }) => options.header)).toEqual([
    { 'x-login-token': 'stale', 'X-User': 'first', authorization: 'of-the-caller' },
    { 'x-login-token': server.lastToken, 'X-User': 'second', authorization: 'of-the-caller' },
  ])
})

test('sends what a header of the caller says where authorize sets no header', async () => {
  const { start, sent } = createWorld()
  const auth = start({ authorize: () => ({}) })
  auth.setState({ token: 'good' })
  outcomeOf(auth.request({ url: '/a', header: { Authorization: 'of-the-caller' } }))
  expect(sent[0]?.header).toEqual({ Authorization: 'of-the-caller' })
})

describe('an authorize that throws', () => {
  const mistake = new Error('no such field')

  test.each(apis)('fails a %s with REQUEST_FAILED and the cause, and sends nothing', async (api) => {
    const { start, count } = createWorld()
    const auth = start({
      authorize: () => {
        throw mistake
      },
    })
    const { error } = await settle(callOf(auth, api))
    expect(error).toMatchObject({ name: 'AuthError', code: 'REQUEST_FAILED' })
    expect(error.cause).toBe(mistake)
    expect(error.message).not.toContain(mistake.message)
    expect(count(api)).toBe(api === 'request' ? 1 : 0)
  })

  test('fails a withLogin() in the same way, and never runs send', async () => {
    const { start } = createWorld()
    const auth = start({
      authorize: () => {
        throw mistake
      },
    })
    const send = jest.fn()
    const { error } = await settle(auth.withLogin(send))
    expect(error).toMatchObject({ code: 'REQUEST_FAILED' })
    expect(error.cause).toBe(mistake)
    expect(send).not.toHaveBeenCalled()
  })

  test('fails the call that it is for, not the others that waited with it', async () => {
    const { start, sent } = createWorld()
    let calls = 0
    const auth = start({
      authorize: ({ token }) => {
        // What it says holds the token, and must not be told.
        if (++calls === 2) throw new Error(token)
        return { Authorization: `Bearer ${token}` }
      },
    })
    const outcomes = [1, 2, 3].map((index) => outcomeOf(auth.request({ url: `/${index}` })))
    await pass(loginTime + 2 * roundTrip)
    expect(outcomes.map(({ error, value }) => error?.code ?? value.statusCode)).toEqual([200, 'REQUEST_FAILED', 200])
    expect(sent).toHaveLength(3)
  })

  test('fails the replay', async () => {
    const { server, start } = createWorld()
    const auth = start({
      authorize: ({ token }) => {
        if (token !== 'stale') throw mistake
        return { Authorization: `Bearer ${token}` }
      },
    })
    auth.setState({ token: 'stale' })
    const { error } = await settle(auth.request({ url: '/a' }))
    expect(error).toMatchObject({ code: 'REQUEST_FAILED' })
    expect(error.cause).toBe(mistake)
    expect(server.requests).toHaveLength(1)
  })

  test("fails an 'optional' call that has a login state, not one that has none", async () => {
    const { server, start } = createWorld()
    const auth = start({
      authorize: () => {
        throw mistake
      },
    })
    expect((await settle(auth.request({ url: '/a', login: 'optional' }))).value.statusCode).toBe(401)
    auth.setState({ token: 'good' })
    const { error } = await settle(auth.request({ url: '/a', login: 'optional' }))
    expect(error).toMatchObject({ code: 'REQUEST_FAILED' })
    expect(server.requests).toHaveLength(1)
  })
})

test.each([undefined, null])('settles every caller where authorize answers %p instead of headers', async (made) => {
  const { start } = createWorld()
  const auth = start({ authorize: () => made as any })
  const outcomes = [auth.request({ url: '/a' }), auth.request({ url: '/b' }), auth.withLogin(() => 1)].map(outcomeOf)
  const login = outcomeOf(auth.ensureLogin())
  await pass(loginTime + 2 * roundTrip)
  expect([...outcomes, login].map(({ settled }) => settled)).toEqual([true, true, true, true])
})
