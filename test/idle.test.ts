import { createAuth } from '../src'
import { consoleLines, createWorld, settle } from './helpers/world'

const scope: any = globalThis
afterEach(() => {
  delete scope.wx
})

/** Takes note of whatever is asked of the phone. */
function watched(platform: object): { platform: any; touched: PropertyKey[] } {
  const touched: PropertyKey[] = []
  const get = (target: any, name: PropertyKey) => {
    const member = target[name]
    if (typeof member !== 'function') return member
    return (...given: unknown[]) => {
      touched.push(name)
      return member(...given)
    }
  }
  return { platform: new Proxy(platform, { get }), touched }
}

test('importing touches no wx, starts no timer, says nothing and leaves nothing global', () => {
  const accesses: PropertyKey[] = []
  scope.wx = new Proxy({}, { get: (_target, name) => accesses.push(name) })
  const names = Object.keys(globalThis)
  let imported: unknown
  jest.isolateModules(() => {
    imported = require('../src')
  })
  expect(imported).toEqual({ createAuth: expect.any(Function), AuthError: expect.any(Function) })
  expect(imported).not.toBe(require('../src'))
  expect(accesses).toEqual([])
  expect(jest.getTimerCount()).toBe(0)
  expect(consoleLines()).toEqual([])
  expect(Object.keys(globalThis)).toEqual(names)
})

test('createAuth calls no wx API and starts no timer', () => {
  const world = createWorld()
  const { platform, touched } = watched(world.wx)
  const auth = world.start({ platform })
  const stop = auth.onChange(() => {})
  stop()
  expect(touched).toEqual([])
  expect(jest.getTimerCount()).toBe(0)
  expect(world.events).toEqual([])
})

test('nothing goes on between a login and the next use', async () => {
  const world = createWorld()
  const { platform, touched } = watched(world.wx)
  const auth = world.start({ platform })
  await settle(auth.ensureLogin())
  const { length } = touched
  expect(length).toBeGreaterThan(0)
  jest.advanceTimersByTime(24 * 3600 * 1000)
  expect(touched).toHaveLength(length)
  expect(jest.getTimerCount()).toBe(0)
})

test('calls the global wx where no platform is given', async () => {
  const { wx, server } = createWorld()
  scope.wx = wx
  const auth = createAuth({ baseUrl: 'https://api.test', exchange: '/login' })
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: server.lastToken })
})

test('prefers the platform it is given to the global wx', async () => {
  const [other, world] = [createWorld(), createWorld()]
  scope.wx = other.wx
  await settle(world.start().ensureLogin())
  expect(world.count('login')).toBe(1)
  expect(other.calls).toEqual([])
})

test('throws a TypeError that names platform where there is neither', () => {
  const options = { baseUrl: 'https://api.test', exchange: '/login' }
  expect(() => createAuth(options)).toThrow(TypeError)
  expect(() => createAuth(options)).toThrow('platform')
})

test('calls the methods of the platform as its methods', async () => {
  const world = createWorld()
  const platform: any = {}
  const lost: string[] = []
  for (const [name, method] of Object.entries(world.wx) as [string, any][]) {
    platform[name] = function (this: unknown, ...given: unknown[]) {
      if (this !== platform) lost.push(name)
      return method(...given)
    }
  }
  const auth = world.start({ platform })
  await settle(auth.ensureSessionKey())
  await settle(auth.ensureSessionKey())
  await settle(auth.request({ url: '/a' }))
  expect(lost).toEqual([])
  expect(world.count('checkSession')).toBe(1)
})
