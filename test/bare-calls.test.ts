import { apis, callOf } from './helpers/calls'
import { roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

const bare = { login: 'none', header: { authorization: 'Basic of-the-caller' } }

test.each(apis)("sends a %s with login: 'none' at once, without the login state that is there", async (api) => {
  const { start, sent, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  const outcome = outcomeOf(callOf(auth, api, bare))
  expect(sent).toMatchObject([{ url: 'https://api.test/a', header: bare.header }])
  expect(sent[0]?.header).toEqual(bare.header)
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
  await pass(60_000)
  expect(sent).toHaveLength(1)
  expect(count('login')).toBe(0)
  expect(auth.state).toEqual({ token: 'good' })
})

test.each([
  ['where there is no login state', () => {}],
  ['after a logout', (auth: any) => auth.logout()],
  ['during a login', (auth: any) => outcomeOf(auth.ensureLogin())],
])("sends a request with login: 'none' %s", async (_name, prepare) => {
  const { start, sent } = createWorld()
  const auth = start()
  prepare(auth)
  const outcome = outcomeOf(callOf(auth, 'request', bare))
  expect(sent).toHaveLength(1)
  expect(sent[0]?.header).toEqual(bare.header)
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
})

test.each(apis)('gives wx no header for a bare %s that has none', async (api) => {
  const { start, calls } = createWorld()
  await settle(callOf(start(), api, { login: 'none' }))
  expect(calls).toHaveLength(1)
  expect(calls[0]?.options).not.toHaveProperty('header')
})

test('sends a required call by default', async () => {
  const { server, start, sent } = createWorld()
  const auth = start()
  await settle(callOf(auth, 'request', { login: 'required' }))
  await settle(callOf(auth, 'request'))
  const authorized = { Authorization: `Bearer ${server.lastToken}` }
  expect(sent.slice(1).map(({ header }) => header)).toEqual([authorized, authorized])
})
