import type { AuthOptions } from '../src'
import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, textOf } from './helpers/world'

/** From the call to the end of its refused replay. */
const refusalTime = roundTrip + loginTime + 2 * roundTrip

/** Its replay of `/forbidden` has just been refused, although its newest login state is good. */
async function createRefusedWorld(options: Partial<AuthOptions> = {}) {
  const world = createWorld()
  world.server.on('/forbidden', { statusCode: 401, data: { why: 'a secret of the body' } })
  const auth = world.start(options)
  auth.setState({ token: 'stale' })
  const refused = outcomeOf(auth.request({ url: '/forbidden' }))
  await pass(refusalTime)
  const sentTo = (path: string) => world.server.requests.filter(({ url }) => url.endsWith(path)).length
  return { ...world, auth, refused, sentTo }
}

test.each(apis)('ends a %s that is refused again with REJECTED and the response', async (api) => {
  const { server, start, count, events } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', { statusCode: 401, data: 'a secret of the body' })
  const { error } = await settle(callOf(auth, api))

  expect(error).toMatchObject({ name: 'AuthError', code: 'REJECTED', statusCode: 401 })
  expect(error.response).toMatchObject({ statusCode: 401, errMsg: `${api}:ok` })
  expect(textOf(error)).not.toContain('a secret of the body')
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  expect(count('login')).toBe(1)
  expect(events.filter(({ type }) => type === 'rejected')).toEqual([
    { type: 'rejected', url: 'https://api.test/a', replay: false },
    { type: 'rejected', url: 'https://api.test/a', replay: true },
  ])
})

test('keeps the login state: this 401 may not be about it', async () => {
  const { auth, refused, server, start, count, storage } = await createRefusedWorld()
  expect(refused.error).toMatchObject({ code: 'REJECTED' })
  expect(auth.state).toEqual({ token: server.lastToken })
  expect(JSON.stringify([...storage])).toContain(server.lastToken)
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect((await settle(start().request({ url: '/a' }))).value.statusCode).toBe(200)
  expect(count('login')).toBe(1)
})

test('sends ten more that are rejected during the cooldown once each, without a login', async () => {
  const { auth, sentTo, count, server } = await createRefusedWorld()
  const outcomes = Array.from({ length: 10 }, () => outcomeOf(auth.request({ url: '/forbidden' })))
  await pass(roundTrip)
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(10).fill('REJECTED'))
  expect(outcomes[9]?.error.response.data).toEqual({ why: 'a secret of the body' })
  await pass(60_000)
  expect(sentTo('/forbidden')).toBe(2 + 10)
  expect(count('login')).toBe(1)
  expect(auth.state).toEqual({ token: server.lastToken })
})

test.each([
  [3000, {}],
  [10_000, { cooldown: 10_000 }],
])(
  'replaces a rejected login state again once %d ms have passed since the refused replay',
  async (cooldown, options) => {
    const { auth, sentTo, count } = await createRefusedWorld(options)
    await pass(cooldown - 1 - roundTrip)
    const within = outcomeOf(auth.request({ url: '/forbidden' }))
    await pass(1)
    const after = outcomeOf(auth.request({ url: '/forbidden' }))
    await pass(roundTrip - 1)
    expect(within.error).toMatchObject({ code: 'REJECTED' })
    expect(sentTo('/forbidden')).toBe(2 + 2)
    await pass(1)
    expect(count('login')).toBe(2)
    await pass(refusalTime)
    expect(after.error).toMatchObject({ code: 'REJECTED' })
    expect(sentTo('/forbidden')).toBe(2 + 3)
  },
)

test('has no quiet time where the cooldown is 0', async () => {
  const { auth, server, count } = await createRefusedWorld({ cooldown: 0 })
  server.revokeAll()
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await pass(refusalTime)
  expect(outcome.value.statusCode).toBe(200)
  expect(count('login')).toBe(2)
})

test('still replays in the cooldown what was sent with an older login state', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/forbidden', { statusCode: 401 })
  server.on('/slow', (sent) => (tokenOf(sent) === 'stale' ? { statusCode: 401, delay: 1000 } : { statusCode: 200 }))
  const late = outcomeOf(auth.request({ url: '/slow' }))
  const refused = outcomeOf(auth.request({ url: '/forbidden' }))
  await pass(1000 + roundTrip)
  expect(refused.error).toMatchObject({ code: 'REJECTED' })
  expect(late.value.statusCode).toBe(200)
  expect(count('login')).toBe(1)
})

test('lets login() end the quiet time', async () => {
  const { auth, server, sentTo, count } = await createRefusedWorld()
  const login = outcomeOf(auth.login())
  await pass(loginTime + roundTrip)
  expect(login.value).toEqual({ token: server.lastToken })
  server.revokeAll()
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await pass(refusalTime)
  expect(outcome.value.statusCode).toBe(200)
  expect(sentTo('/a')).toBe(2)
  expect(count('login')).toBe(3)
})

test('begins a new quiet time with each refused replay', async () => {
  const { auth, sentTo, count } = await createRefusedWorld()
  await pass(3000)
  const second = outcomeOf(auth.request({ url: '/forbidden' }))
  await pass(refusalTime)
  const third = outcomeOf(auth.request({ url: '/forbidden' }))
  await pass(refusalTime)
  expect([second, third].map(({ error }) => error?.code)).toEqual(['REJECTED', 'REJECTED'])
  expect(sentTo('/forbidden')).toBe(2 + 2 + 1)
  expect(count('login')).toBe(2)
})
