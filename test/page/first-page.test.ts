import { tokenOf } from '../helpers/fake-server'
import { loginTime, roundTrip } from '../helpers/fake-wx'
import { createWorld, pass, type World } from '../helpers/world'
import { render } from './render'

/** The demo's first page, in jsdom, on the fake phone. Only what a visitor sees and taps: the demo itself is tested in a browser. */

jest.mock('miniprogram-login', () => jest.requireActual('../../src'), { virtual: true })

/** Opens the page, as a start of the app does. */
function open({ wx, server }: World) {
  server.extra = { userId: 'user-1' }
  server.on('/me', (request) =>
    server.tokens.has(tokenOf(request)) ? { statusCode: 200, data: { userId: 'user-1' } } : { statusCode: 401 },
  )
  Object.assign(globalThis, {
    wx: {
      ...wx,
      getAppBaseInfo: () => ({ language: 'en' }),
      getExtConfigSync: () => ({ apiBaseUrl: server.baseUrl }),
      setNavigationBarTitle: () => {},
      navigateTo: () => {},
    },
  })
  const page = render('pages/index/index')

  const find = (id: string) => page.querySelector(`#${id}`)
  const text = (id: string): string => find(id)?.dom.textContent
  return {
    text,
    has: (id: string) => find(id) !== undefined,
    tap: (id: string) => find(id).dispatchEvent('tap'),
    /** What the last tap cost: calls of wx.login, exchanges, requests. */
    costs: () => ['count-login', 'count-exchange', 'count-request'].map((id) => Number(text(id))),
  }
}

/** Long enough for whatever a tap sets off, attempts included. */
const aWhile = 5000
const none = [0, 0, 0]

test('shows that it logs in when it opens, and then who is logged in', async () => {
  const { text, has, costs } = open(createWorld())
  expect(text('status')).toBe('One moment…')
  await pass(loginTime + roundTrip)
  expect(text('user')).toBe('user-1')
  expect(text('status')).toBe('You are logged in')
  expect(has('retry')).toBe(false)
  expect(costs()).toEqual([1, 1, 0])
})

test('costs no login when it is opened again', async () => {
  const world = createWorld()
  open(world)
  await pass(aWhile)
  const { text, costs } = open(world)
  await pass(0)
  expect(text('user')).toBe('user-1')
  expect(costs()).toEqual(none)
})

test('sends 20 requests without a login', async () => {
  const world = createWorld()
  const { text, tap, costs } = open(world)
  await pass(aWhile)
  world.server.requests.splice(0)
  tap('ask-many')
  await pass(roundTrip)
  expect(text('status')).toBe('All 20 requests were answered')
  expect(costs()).toEqual([0, 0, 20])
  expect(world.server.requests.map(({ url }) => url)).toEqual(Array(20).fill('https://api.test/me'))
})

test('is answered as if nothing had happened when the server forgets it, for one login and one replay', async () => {
  const world = createWorld()
  world.server.on('/revoke', () => {
    world.server.revokeAll()
    return { statusCode: 204 }
  })
  const { text, tap, costs } = open(world)
  await pass(aWhile)
  tap('forget-and-ask')
  await pass(aWhile)
  expect(text('status')).toBe('The server knows you: user-1')
  expect(costs()).toEqual([1, 1, 3])
})

test('stays logged out when it is opened again, until "Log in" is tapped', async () => {
  const world = createWorld()
  world.server.on('/logout', { statusCode: 204 })
  const before = open(world)
  await pass(aWhile)
  before.tap('log-out')
  await pass(aWhile)
  expect(before.text('status')).toBe('You are logged out, and stay so after a restart')
  expect(before.has('log-out')).toBe(false)

  const { text, tap, has, costs } = open(world)
  await pass(aWhile)
  expect(text('user')).toBe('nobody')
  expect(costs()).toEqual(none)
  tap('log-in')
  await pass(aWhile)
  expect(text('user')).toBe('user-1')
  expect(has('log-in')).toBe(false)
  expect(costs()).toEqual([1, 1, 0])
})

test('says what failed, and gets there when "Try again" is tapped', async () => {
  const world = createWorld()
  world.server.everyExchange({ statusCode: 503 })
  const { text, tap, has, costs } = open(world)
  await pass(aWhile)
  expect(text('status')).toBe('The server did not accept the login; please try again later')
  expect(text('user')).toBe('nobody')
  expect(costs()).toEqual([3, 3, 0])

  world.server.everyExchange(undefined)
  tap('retry')
  await pass(aWhile)
  expect(text('user')).toBe('user-1')
  expect(has('retry')).toBe(false)
})
