import type { LoginState } from '../src'
import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

/** An app with one listener. */
function listen(stored?: string) {
  const world = createWorld()
  if (stored) world.start().setState({ token: stored })
  const auth = world.start()
  const changes: (LoginState | undefined)[] = []
  const stop = auth.onChange((state) => changes.push(state))
  return { ...world, auth, changes, stop }
}

test('tells of a change when state shows it already', async () => {
  const { auth, changes, server } = listen('stored')
  const shown: (LoginState | undefined)[] = []
  auth.onChange(() => shown.push(auth.state))
  await settle(auth.login())
  auth.setState({ token: 'set' })
  await settle(auth.request({ url: '/a' }))
  auth.logout()
  expect(shown).toStrictEqual([{ token: server.issued[0] }, { token: 'set' }, { token: server.issued[1] }, undefined])
  expect(changes).toStrictEqual(shown)
})

test('tells of a first login, once however many wait', async () => {
  const { auth, changes, server } = listen()
  for (let index = 0; index < 10; index++) outcomeOf(auth.request({ url: '/a' }))
  await pass(loginTime + roundTrip - 1)
  expect(changes).toStrictEqual([])
  await pass(1)
  expect(changes).toStrictEqual([{ token: server.lastToken }])
})

test('says nothing of the first read, nor of states that are only used', async () => {
  const { auth, changes, server } = listen('stored')
  server.tokens.add('stored')
  expect(auth.state).toEqual({ token: 'stored' })
  await settle(auth.ensureLogin())
  await settle(auth.request({ url: '/a' }))
  expect(changes).toStrictEqual([])
})

test('tells of a login(), of setState(), and of a logout(), at once', async () => {
  const { auth, changes, server } = listen('stored')
  await settle(auth.login())
  expect(changes).toStrictEqual([{ token: server.lastToken }])
  auth.setState({ token: 'set' })
  expect(changes).toHaveLength(2)
  expect(changes[1]).toEqual({ token: 'set' })
  auth.logout()
  expect(changes).toHaveLength(3)
  expect(changes[2]).toBeUndefined()
})

test('tells of a logout that is the first use', () => {
  const { auth, changes } = listen('stored')
  auth.logout()
  expect(changes).toStrictEqual([undefined])
})

test('says nothing where nothing changes', async () => {
  const { auth, changes, next } = listen()
  next('login', fails('login:fail blocked', 1402101))
  await settle(auth.ensureLogin())
  auth.logout()
  auth.logout()
  await settle(auth.ensureLogin())
  expect(() => auth.setState({ token: '' })).toThrow(TypeError)
  expect(changes).toStrictEqual([])
})

test('tells of a renewal once, when the new login state is there', async () => {
  const { auth, changes, server, count } = listen('revoked')
  for (let index = 0; index < 5; index++) outcomeOf(auth.request({ url: '/a' }))
  await pass(1000)
  expect(count('login')).toBe(1)
  expect(changes).toStrictEqual([{ token: server.lastToken }])
})

test('tells once that there is none any more when a renewal fails', async () => {
  const { auth, changes, server } = listen('revoked')
  server.nextExchange({ statusCode: 403 })
  for (let index = 0; index < 5; index++) outcomeOf(auth.request({ url: '/a' }))
  await pass(1000)
  expect(changes).toStrictEqual([undefined])
})

test("tells once that there is none any more when an 'optional' call is rejected", async () => {
  const { auth, changes } = listen('revoked')
  await settle(auth.request({ url: '/a', login: 'optional' }))
  expect(changes).toStrictEqual([undefined])
})

test('tells a listener nothing after it unsubscribed, and the others still', () => {
  const { auth, changes, stop } = listen()
  const others: unknown[] = []
  auth.onChange((state) => others.push(state))
  stop()
  stop()
  auth.setState({ token: 'set' })
  expect(changes).toStrictEqual([])
  expect(others).toStrictEqual([{ token: 'set' }])
})

test('lets a listener unsubscribe itself while it is told', () => {
  const { auth, changes } = listen()
  const told: unknown[] = []
  const stop = auth.onChange((state) => {
    told.push(state)
    stop()
  })
  const after: unknown[] = []
  auth.onChange((state) => after.push(state))
  auth.setState({ token: 'one' })
  auth.setState({ token: 'two' })
  expect(told).toStrictEqual([{ token: 'one' }])
  expect(after).toStrictEqual([{ token: 'one' }, { token: 'two' }])
  expect(changes).toStrictEqual(after)
})

test('lets no listener that throws hurt another, nor who waits', async () => {
  const world = createWorld()
  const auth = world.start()
  auth.onChange(() => {
    throw new Error('of a page')
  })
  const told: unknown[] = []
  auth.onChange((state) => told.push(state))
  const request = await settle(auth.request({ url: '/a' }))
  expect(request.value).toMatchObject({ statusCode: 200 })
  expect(() => auth.setState({ token: 'set' })).not.toThrow()
  expect(() => auth.logout()).not.toThrow()
  expect(told).toStrictEqual([{ token: world.server.lastToken }, { token: 'set' }, undefined])
})

test('tells every listener last what is true, when one of them logs out while it is told', async () => {
  const world = createWorld()
  const auth = world.start()
  const first: unknown[] = []
  const last: unknown[] = []
  auth.onChange((state) => first.push(state))
  auth.onChange((state) => state && auth.logout())
  auth.onChange((state) => last.push(state))
  const waiter = outcomeOf(auth.ensureLogin())
  const request = outcomeOf(auth.request({ url: '/a' }))
  await pass(loginTime + roundTrip)
  await turn()
  expect(auth.state).toBeUndefined()
  expect(first).toStrictEqual([{ token: world.server.lastToken }, undefined])
  expect(last[last.length - 1]).toBeUndefined()
  expect([waiter, request].map(({ error }) => error?.code)).toEqual(['LOGGED_OUT', 'LOGGED_OUT'])
  expect(world.server.requests).toEqual([])
})
