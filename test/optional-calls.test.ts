import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

const optional = { url: '/a', login: 'optional' as const }

test.each(apis)('sends an optional %s with the login state that is there, in the same tick', async (api) => {
  const { server, start, sent, count } = createWorld()
  const auth = start()
  server.tokens.add('good')
  auth.setState({ token: 'good' })
  const outcome = outcomeOf(callOf(auth, api, optional))
  expect(sent.map(tokenOf)).toEqual(['good'])
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(200)
  expect(count('login')).toBe(0)
})

test.each(apis)('sends an optional %s bare, in the same tick, where there is no login state', async (api) => {
  const { start, sent, count } = createWorld()
  const outcome = outcomeOf(callOf(start(), api, optional))
  expect(sent.map(({ header }) => header)).toEqual([{}])
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
  await pass(60_000)
  expect(sent).toHaveLength(1)
  expect(count('login')).toBe(0)
})

test('takes the login state that storage kept', async () => {
  const { start, sent } = createWorld()
  start().setState({ token: 'kept' })
  outcomeOf(start().request(optional))
  expect(sent.map(tokenOf)).toEqual(['kept'])
})

test.each([
  ['close to its end', 99_999, ['short']],
  ['past its end', 100_000, ['']],
])('takes a login state that is usable now, not one to wait for: %s', async (_name, age, tokens) => {
  const { start, sent, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'short', expiresIn: 100 })
  await pass(age)
  outcomeOf(auth.request(optional))
  expect(sent.map(tokenOf)).toEqual(tokens)
  expect(count('login')).toBe(0)
})

test('never waits for a login under way', async () => {
  const { server, start } = createWorld()
  const auth = start()
  const login = outcomeOf(auth.ensureLogin())
  const outcome = outcomeOf(auth.request(optional))
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
  expect(login.settled).toBe(false)
  await pass(loginTime)
  expect(server.requests.map(tokenOf)).toEqual([''])
  expect(auth.state).toEqual({ token: server.lastToken })
})

test('goes out bare while a rejected login state is being renewed', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const required = outcomeOf(auth.request({ url: '/required' }))
  await pass(roundTrip)
  expect(count('login')).toBe(1)
  outcomeOf(auth.request(optional))
  await pass(loginTime + 2 * roundTrip)
  expect(required.value.statusCode).toBe(200)
  expect(server.requests.map(tokenOf)).toEqual(['stale', '', server.lastToken])
})

describe('an optional call whose login state is rejected', () => {
  test('forgets it and is sent once more, bare', async () => {
    const { server, start, count, storage } = createWorld()
    const auth = start()
    const changes: unknown[] = []
    auth.setState({ token: 'stale' })
    auth.onChange((state) => changes.push(state))
    server.on('/a', (sent) => (tokenOf(sent) ? { statusCode: 401 } : { statusCode: 200, data: 'for guests' }))
    const { value } = await settle(auth.request({ ...optional, header: { 'X-Trace': 'abc' } }))

    expect(value).toMatchObject({ statusCode: 200, data: 'for guests' })
    expect(server.requests.map(({ header }) => header)).toEqual([
      { 'X-Trace': 'abc', Authorization: 'Bearer stale' },
      { 'X-Trace': 'abc' },
    ])
    expect(auth.state).toBeUndefined()
    expect(changes).toEqual([undefined])
    expect(JSON.stringify([...storage])).not.toContain('stale')
    expect(count('login')).toBe(0)
    // As for anybody who never logged in:
    await settle(auth.ensureLogin())
    expect(count('login')).toBe(1)
  })

  test('delivers a 401 to the bare one', async () => {
    const { server, start, events, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    expect((await settle(auth.request(optional))).value.statusCode).toBe(401)
    expect(server.requests.map(tokenOf)).toEqual(['stale', ''])
    expect(events).toEqual([{ type: 'rejected', url: 'https://api.test/a', replay: false }])
    expect(count('login')).toBe(0)
  })

  test.each([
    ['of this Auth', (auths: any[]) => auths[0].setState({ token: 'newer' })],
    ['that another copy of the package left in storage', (auths: any[]) => auths[1].setState({ token: 'newer' })],
  ])('is sent once more with a newer one %s', async (_name, renew) => {
    const { server, start } = createWorld()
    const auths = [start(), start()]
    auths[0]?.setState({ token: 'stale' })
    const outcome = outcomeOf(callOf(auths[0] as any, 'request', optional))
    server.tokens.add('newer')
    renew(auths)
    await pass(2 * roundTrip)
    expect(outcome.value.statusCode).toBe(200)
    expect(server.requests.map(tokenOf)).toEqual(['stale', 'newer'])
    expect(auths[0]?.state).toEqual({ token: 'newer' })
  })

  test('ends with REJECTED when the newer one is refused, too', async () => {
    const { server, start } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const outcome = outcomeOf(auth.request(optional))
    auth.setState({ token: 'newer' })
    await pass(60_000)
    expect(outcome.error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
    expect(server.requests.map(tokenOf)).toEqual(['stale', 'newer'])
    expect(auth.state).toEqual({ token: 'newer' })
  })

  test('is sent once more, bare, after a logout', async () => {
    const { server, start } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const outcome = outcomeOf(auth.request(optional))
    await pass(roundTrip / 2)
    auth.logout()
    await pass(2 * roundTrip)
    expect(outcome.value.statusCode).toBe(401)
    expect(server.requests.map(tokenOf)).toEqual(['stale', ''])
  })

  test('is sent once more, bare, when somebody else has logged in after the logout', async () => {
    const { server, start } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const outcome = outcomeOf(auth.request(optional))
    auth.logout()
    auth.setState({ token: 'of-another-user' })
    await pass(2 * roundTrip)
    expect(outcome.value.statusCode).toBe(401)
    expect(server.requests.map(tokenOf)).toEqual(['stale', ''])
    expect(auth.state).toEqual({ token: 'of-another-user' })
  })

  test('is sent once more without waiting for a login under way', async () => {
    const { server, start, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const outcome = outcomeOf(auth.request(optional))
    const login = outcomeOf(auth.login())
    await pass(2 * roundTrip)
    expect(outcome.value.statusCode).toBe(401)
    expect(login.settled).toBe(false)
    expect(server.requests.map(tokenOf)).toEqual(['stale', ''])
    await pass(loginTime)
    expect(auth.state).toEqual({ token: server.lastToken })
    expect(count('login')).toBe(1)
  })
})
