import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { tokenOf } from '../helpers/fake-server'
import { staysSilent, throws } from '../helpers/fake-wx'
import { consoleLines, createWorld, outcomeOf, pass, settle, type World } from '../helpers/world'

/** The package as a phone gets it. */
const source = readFileSync(join(__dirname, '../../miniprogram_dist/index.js'), 'utf8')

/** What a phone's engine may lack, beside all that Node has and the language has not. */
const missing = [
  'URL',
  'URLSearchParams',
  'AbortController',
  'AbortSignal',
  'TextEncoder',
  'TextDecoder',
  'queueMicrotask',
  'structuredClone',
  'globalThis',
  'console',
  'window',
  'self',
  'global',
  'process',
  'Buffer',
  'setImmediate',
  'performance',
  'crypto',
  'fetch',
  'WeakRef',
  'FinalizationRegistry',
  'AggregateError',
]

/** An engine with the built-ins of the language, two timers, and what `globals` adds. */
function createEngine(globals: object = {}) {
  const engine = createContext({ setTimeout, clearTimeout, module: { exports: {} }, ...globals })
  runInContext('this.exports = module.exports', engine)
  for (const name of missing) runInContext(`delete this.${name}`, engine)
  return engine
}

function load(engine: object): typeof import('../../src') {
  runInContext(source, engine)
  return runInContext('module.exports', engine)
}

const start = ({ wx, server, events }: World) =>
  load(createEngine()).createAuth<any>({
    baseUrl: server.baseUrl,
    exchange: '/login',
    platform: wx,
    onEvent: (event) => events.push(event),
  })

test('is tried in an engine that really has none of them', () => {
  const engine = createEngine()
  for (const name of missing) expect([name, runInContext(`typeof ${name}`, engine)]).toEqual([name, 'undefined'])
})

test('logs in, sends, replays, uploads, downloads and logs out there', async () => {
  const world = createWorld()
  const auth = start(world)
  expect((await settle(auth.request({ url: '/a?b=c' }))).value).toMatchObject({ statusCode: 200 })
  world.server.revokeAll()
  expect((await settle(auth.request({ url: '/replayed' }))).value).toMatchObject({ statusCode: 200 })
  expect((await settle(auth.uploadFile({ url: '/u', filePath: 'wxfile://a', name: 'a' }))).value.statusCode).toBe(200)
  expect((await settle(auth.downloadFile({ url: '/d' }))).value.statusCode).toBe(200)
  expect((await settle(auth.withLogin(({ state }) => state.token))).value).toBe(world.server.lastToken)
  expect((await settle(auth.ensureSessionKey())).value).toMatchObject({ token: world.server.lastToken })
  expect((await settle(auth.login({ phoneCode: 'of-a-button' }))).value).toMatchObject({
    token: world.server.lastToken,
  })
  expect(world.count('login')).toBe(3)

  const aborted = auth.request({ url: '/aborted' })
  const outcome = outcomeOf(aborted)
  aborted.abort()
  await pass(0)
  expect(outcome.error).toMatchObject({ name: 'AuthError', code: 'ABORTED' })
  auth.logout()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
  expect((await settle(start(world).ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
})

test('keeps the login state from look-alikes there', async () => {
  const world = createWorld()
  const auth = start(world)
  auth.setState({ token: 'ours' })
  for (const url of ['//evil.test/', 'https://api.test.evil.test/', 'https://api.test@evil.test/']) {
    outcomeOf(auth.request({ url }))
  }
  outcomeOf(auth.request({ url: 'HTTPS://API.TEST:443/a', login: 'optional' }))
  expect(world.sent.map(tokenOf)).toEqual(['', '', '', 'ours'])
})

test('fails there as it does elsewhere', async () => {
  const world = createWorld()
  const auth = start(world)
  world.next('login', staysSilent)
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'TIMEOUT' })
  world.server.nextExchange({ statusCode: 403 })
  expect((await settle(auth.login())).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(() => auth.setState({ token: '' })).toThrow(/token/)
})

test('breaks nothing without a console when there is something to say', async () => {
  const world = createWorld()
  const auth = start(world)
  world.server.extra = { session_key: 'secret' }
  for (const method of ['getStorageSync', 'setStorageSync']) world.always(method, throws(new Error('broken')))
  const told: unknown[] = []
  auth.onChange(() => {
    throw new Error('of a listener')
  })
  auth.onChange((state) => told.push(state))
  const success = () => {
    throw new Error('of a callback')
  }
  expect((await settle(auth.request({ url: '/a', success }))).value).toMatchObject({ statusCode: 200 })
  expect(told).toStrictEqual([{ token: world.server.lastToken }])
  expect(world.events.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['session-key-exposed', 'storage-failed', 'login']),
  )
  expect(consoleLines()).toEqual([])
})

test('finds wx among the globals of such an engine', async () => {
  const { wx, server } = createWorld()
  const { createAuth } = load(createEngine({ wx }))
  const auth = createAuth({ baseUrl: server.baseUrl, exchange: '/login' })
  expect((await settle(auth.ensureLogin())).value).toMatchObject({ token: server.lastToken })
})

test('names the platform that is missing where there is no wx', () => {
  const { createAuth } = load(createEngine())
  expect(() => createAuth({ baseUrl: 'https://api.test', exchange: '/login' })).toThrow(/platform/)
})
