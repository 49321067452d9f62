import { type AuthOptions, createAuth } from '../src'
import { tokenOf } from './helpers/fake-server'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

/** Each of them is wrong, whatever the type says. */
const wrong: Record<string, unknown[]> = {
  baseUrl: [
    undefined,
    null,
    '',
    42,
    {},
    ['https://api.test'],
    'api.test',
    '/v1',
    '//api.test',
    'ftp://api.test',
    'wss://api.test',
    'javascript://api.test',
    'https:',
    'https://',
    'https:///v1',
    'https:/api.test',
    'https:api.test',
    'https:\\\\api.test',
    'https://api.test\\v1',
    'https://api.test?a=1',
    'https://api.test/v1?a=1',
    'https://api.test/v1?',
    'https://api.test#a',
    'https://api.test/v1#',
    'https://user@api.test',
    'https://user:password@api.test/v1',
    'https://api.test:port',
    'https://api.test/a b',
    'https://api .test',
    ' https://api.test',
    'https://api.test\n',
  ],
  exchange: [
    undefined,
    null,
    '',
    42,
    {},
    'https://elsewhere.test/login',
    'https://api.test.evil.com/login',
    'https://api.test@evil.com/login',
    'https://api.test:8443/login',
    'http://api.test/login',
    '//evil.com/login',
    '\\\\evil.com/login',
    '/\\evil.com/login',
    ' //evil.com/login',
    'ftp://api.test/login',
  ],
  authorize: [null, 'Bearer', {}, 42],
  isRejected: [null, 401, {}, true],
  trustedOrigins: [
    null,
    'https://files.test',
    {},
    [''],
    [null],
    [42],
    ['*'],
    ['files.test'],
    ['https://'],
    ['https://*'],
    ['ftp://files.test'],
    ['https://files.test/path'],
    ['https://files.test?a=1'],
    ['https://files.test#a'],
    ['https://user@files.test'],
    ['https://files.test', 'https://other.test/path'],
  ],
  storageKey: [null, '', 42, {}],
  loginTimeout: [null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, '15000', {}],
  cooldown: [null, -1, Number.NaN, '3000', {}],
  platform: [null, 42, 'wx'],
  onEvent: [null, 'log', {}, 42],
}

const right: Record<string, string> = {
  baseUrl: 'http(s)://host[/path]',
  exchange: 'a trusted URL or function',
  authorize: 'a function',
  isRejected: 'a function',
  trustedOrigins: 'a list of http(s)://host',
  storageKey: 'a string',
  loginTimeout: 'milliseconds',
  cooldown: 'milliseconds',
  platform: 'like wx',
  onEvent: 'a function',
}

const cases = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => [name, value] as const))

test.each(cases)(
  'throws a TypeError that names it, and what would be right, at createAuth, for the %s %p',
  (name, value) => {
    const { start } = createWorld()
    const what = name === 'loginTimeout' && value === 0 ? 'above 0' : right[name]
    expect(() => start({ [name]: value })).toThrow(new TypeError(`createAuth: ${name} must be ${what}`))
  },
)

test.each([undefined, null, {}, 'https://api.test'])(
  'throws a TypeError that names baseUrl for the options %p',
  (options) => {
    expect(() => createAuth(options as any)).toThrow(TypeError)
    expect(() => createAuth(options as any)).toThrow('baseUrl')
  },
)

test.each([
  ['https://api.test', 'https://api.test/login'],
  ['https://api.test/', 'https://api.test/login'],
  ['https://api.test/v1', 'https://api.test/v1/login'],
  ['https://api.test/v1/', 'https://api.test/v1/login'],
  ['https://api.test/v1//', 'https://api.test/v1/login'],
  ['http://localhost:3000', 'http://localhost:3000/login'],
  ['http://192.168.0.2:8080/api', 'http://192.168.0.2:8080/api/login'],
  ['http://[::1]:8080', 'http://[::1]:8080/login'],
  ['HTTPS://API.test', 'HTTPS://API.test/login'],
])('takes the baseUrl %s', async (baseUrl, url) => {
  const { start, sent } = createWorld()
  outcomeOf(start({ baseUrl, loginTimeout: 1000 }).ensureLogin())
  await pass(loginTime)
  expect(sent.map((request) => request.url)).toEqual([url])
})

test.each<[string, Partial<AuthOptions>]>([
  ['a URL at the origin of baseUrl', { exchange: 'https://api.test/login' }],
  ['a URL at that origin, written otherwise', { exchange: 'https://API.TEST:443/login' }],
  ['a URL at a trusted origin', { exchange: 'https://id.test/login', trustedOrigins: ['https://id.test'] }],
  ['a relative URL', { exchange: 'login' }],
  ['a function', { exchange: async () => ({ token: 'issued' }) }],
])('takes as exchange %s', (_name, options) => {
  expect(createWorld().start(options).state).toBeUndefined()
})

test('takes undefined for whatever has a default', async () => {
  const { start, server, storage } = createWorld()
  const auth = start({
    authorize: undefined,
    isRejected: undefined,
    trustedOrigins: undefined,
    storageKey: undefined,
    loginTimeout: undefined,
    cooldown: undefined,
    onEvent: undefined,
  } as object)
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  expect(server.requests.map(tokenOf)).toEqual([server.lastToken])
  expect([...storage.keys()]).toEqual(['miniprogram-login:https://api.test'])
})

test('leaves the options as they are, frozen or not', async () => {
  const { wx } = createWorld()
  const trustedOrigins = Object.freeze(['https://files.test']) as string[]
  const options = Object.freeze({ baseUrl: 'https://api.test', exchange: '/login', platform: wx, trustedOrigins })
  const before = { ...options }
  expect((await settle(createAuth(options).login())).value).toMatchObject({ token: expect.any(String) })
  expect(options).toEqual(before)
})

test('authorizes as the option says', async () => {
  const { start, server } = createWorld()
  server.extra = { user: 'u' }
  const auth = start<{ token: string; user?: string }>({
    authorize: ({ token, user }) => ({ 'X-Token': token, 'X-User': `${user}` }),
  })
  await settle(auth.request({ url: '/a', login: 'optional' }))
  outcomeOf(auth.request({ url: '/b' }))
  await pass(loginTime + 2 * roundTrip)
  expect(server.requests[1]?.header).toEqual({ 'X-Token': server.issued[0], 'X-User': 'u' })
})
