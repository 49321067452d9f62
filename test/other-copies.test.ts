import type { Auth } from '../src'
import { requiredCalls } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, type World } from './helpers/world'

const key = 'miniprogram-login:https://api.test'
const reads = ({ storageCalls }: World) => storageCalls.filter((call) => call.startsWith('get')).length

/** Two copies of the package on one phone, with the same state; the server does not take it any more. */
async function twoCopies() {
  const world = createWorld()
  const here = world.start()
  here.setState({ token: 'revoked' })
  const there = world.start()
  expect(there.state).toEqual({ token: 'revoked' })
  const changes: unknown[] = []
  here.onChange((state) => changes.push(state))
  return { ...world, world, here, there, changes }
}

const calls: typeof requiredCalls = [
  ...requiredCalls,
  ["request() with login: 'optional'", (auth) => auth.request({ url: '/a', login: 'optional' })],
]

test.each(calls)(
  'adopts the login of another copy without one of its own when a %s is rejected',
  async (_name, call) => {
    const { world, here, there, changes, server } = await twoCopies()
    await settle(there.login())
    const writes = world.storageCalls.filter((use) => use.startsWith('set')).length

    expect((await settle(call(here))).value).toMatchObject({ statusCode: 200 })
    expect(server.requests.map(tokenOf)).toEqual(['revoked', server.lastToken])
    expect(world.count('login')).toBe(1)
    expect(here.state).toEqual({ token: server.lastToken })
    expect(changes).toStrictEqual([{ token: server.lastToken }])
    expect(world.storageCalls.filter((use) => use.startsWith('set'))).toHaveLength(writes)
  },
)

test('adopts one login for all who are rejected', async () => {
  const { here, there, changes, server, count } = await twoCopies()
  await settle(there.login())
  const outcomes = Array.from({ length: 20 }, () => outcomeOf(here.request({ url: '/a' })))
  await pass(1000)
  expect(outcomes.map(({ value }) => value.statusCode)).toEqual(Array(20).fill(200))
  expect(server.requests).toHaveLength(40)
  expect(count('login')).toBe(1)
  expect(changes).toHaveLength(1)
})

test.each(requiredCalls)('adopts the logout of another copy when a %s is rejected', async (_name, call) => {
  const { here, there, changes, sent, count, start } = await twoCopies()
  there.logout()
  const outcomes = [await settle(call(here)), await settle(here.ensureLogin()), await settle(start().ensureLogin())]
  expect(outcomes.map(({ error }) => error?.code)).toEqual(['LOGGED_OUT', 'LOGGED_OUT', 'LOGGED_OUT'])
  expect(here.state).toBeUndefined()
  expect(changes).toStrictEqual([undefined])
  expect(sent).toHaveLength(1)
  expect(count('login')).toBe(0)
})

test('adopts one logout for all who are rejected', async () => {
  const { here, there, changes, count } = await twoCopies()
  there.logout()
  const outcomes = Array.from({ length: 20 }, () => outcomeOf(here.request({ url: '/a' })))
  await pass(1000)
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(20).fill('LOGGED_OUT'))
  expect(changes).toStrictEqual([undefined])
  expect(count('login')).toBe(0)
})

test('treats what is in flight when it adopts a logout as after a logout of its own', async () => {
  const { here, there, server } = await twoCopies()
  there.logout()
  server.on('/slow', { statusCode: 401, delay: 5000 })
  const slow = outcomeOf(here.request({ url: '/slow' }))
  const login = outcomeOf(here.login())
  expect((await settle(here.request({ url: '/a' }))).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(login.error).toMatchObject({ code: 'LOGGED_OUT' })

  await settle(here.login())
  await pass(5000)
  expect(slow.error).toMatchObject({ code: 'LOGGED_OUT' })
  expect(server.requests.map(tokenOf)).toEqual(['revoked', 'revoked'])
})

test('reads storage again for a rejection only', async () => {
  const { world, here, server } = await twoCopies()
  server.on('/a', { statusCode: 403 })
  const before = reads(world)
  await settle(here.request({ url: '/a' }))
  await settle(here.ensureLogin())
  expect(reads(world)).toBe(before)

  await settle(here.request({ url: '/b' }))
  expect(reads(world)).toBe(before + 1)
})

test('adopts no state that was refused here', async () => {
  const { here, server, count, storage } = await twoCopies()
  const refused = storage.get(key)
  await settle(here.request({ url: '/a' }))
  expect(count('login')).toBe(1)

  // Another copy puts the refused one back.
  storage.set(key, refused)
  server.revokeAll()
  expect((await settle(here.request({ url: '/b' }))).value).toMatchObject({ statusCode: 200 })
  expect(count('login')).toBe(2)
  expect(server.requests.map(tokenOf)).toEqual(['revoked', server.issued[0], server.issued[0], server.issued[1]])
})

test('adopts no earlier state, however often the newest one was set since', async () => {
  const { here, storage, sent } = await twoCopies()
  const earlier = storage.get(key)
  for (let times = 0; times < 100; times++) here.setState({ token: 'newest' })
  storage.set(key, earlier)
  await settle(here.request({ url: '/a', login: 'optional' }))
  expect(sent.map(tokenOf)).toEqual(['newest', ''])
})

test('logs in where the login of another copy has expired meanwhile', async () => {
  const { here, there, server, count } = await twoCopies()
  there.setState({ token: 'short', expiresIn: 100 })
  await pass(100_000)
  expect((await settle(here.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(server.requests.map(tokenOf)).toEqual(['revoked', server.lastToken])
  expect(count('login')).toBe(1)
})

test('counts the life of an adopted state from its arrival at the other copy', async () => {
  const { here, there, server, count } = await twoCopies()
  server.tokens.add('long')
  there.setState({ token: 'long', expiresIn: 1000 })
  await pass(500_000)
  await settle(here.request({ url: '/a' }))
  expect(here.state).toMatchObject({ token: 'long' })
  await pass(450_000)
  await settle(here.ensureLogin())
  expect(count('login')).toBe(1)
})

test.each<[string, (world: World) => void]>([
  ['is gone', ({ storage }) => storage.clear()],
  ['is bad', ({ storage }) => void storage.set(key, '{bad')],
  ['is foreign', ({ storage }) => void storage.set(key, { token: 'foreign' })],
  ['cannot be read', ({ always }) => always('getStorageSync', throws(new Error('broken')))],
])('logs in after a rejection where what lies in storage %s', async (_name, spoil) => {
  const { world, here, server, count } = await twoCopies()
  spoil(world)
  expect((await settle(here.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(server.requests.map(tokenOf)).toEqual(['revoked', server.lastToken])
  expect(count('login')).toBe(1)
})

test.each<[string, (auth: Auth) => void]>([
  ['login state', (auth) => auth.setState({ token: 'old' })],
  ['logout', (auth) => auth.logout()],
])('takes its own %s, left in a full storage, for nobody else’s', async (_name, leave) => {
  const { start, next, server, count } = createWorld()
  const auth = start()
  leave(auth)
  next('setStorageSync', throws(new Error('full')))
  await settle(auth.login())
  server.revokeAll()

  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(server.requests.map(tokenOf)).toEqual([server.issued[0], server.issued[1]])
  expect(count('login')).toBe(2)
})

test('leaves the login of another copy in storage when its own renewal fails', async () => {
  const { here, there, server, start } = await twoCopies()
  server.nextExchange({ statusCode: 403 })
  const outcome = outcomeOf(here.request({ url: '/a' }))
  await pass(roundTrip + loginTime + 10)
  there.setState({ token: 'of-the-other' })
  await pass(1000)
  expect(outcome.settled).toBe(true)
  expect(start().state).toEqual({ token: 'of-the-other' })
})
