import { apis, callOf } from './helpers/calls'
import { roundTrip } from './helpers/fake-wx'
import { createRoutes } from './helpers/routes'
import { createWorld, outcomeOf, pass } from './helpers/world'

test.each([
  ['https://api.test', 'a', 'https://api.test/a'],
  ['https://api.test', '/a', 'https://api.test/a'],
  ['https://api.test/', '/a', 'https://api.test/a'],
  ['https://api.test/v1', 'a', 'https://api.test/v1/a'],
  ['https://api.test/v1', '/a/b?c=d', 'https://api.test/v1/a/b?c=d'],
  ['https://api.test/v1/', 'a', 'https://api.test/v1/a'],
  ['https://api.test/v1', '?page=2', 'https://api.test/v1?page=2'],
  ['https://api.test/v1', '', 'https://api.test/v1'],
  ['https://api.test/v1', 'a?to=https://evil.test/', 'https://api.test/v1/a?to=https://evil.test/'],
  ['https://api.test/v1', '/a?to=//evil.test', 'https://api.test/v1/a?to=//evil.test'],
  ['http://127.0.0.1:8080/v1', '/a', 'http://127.0.0.1:8080/v1/a'],
])('joins %s and the relative %j, and sends the login state there', (baseUrl, url, joined) => {
  expect(createRoutes(baseUrl)(url)).toEqual({ url: joined, state: true })
})

test.each([
  ['https://api.test/v1', 'https://api.test/v1/a'],
  ['https://api.test/v1', 'https://api.test/beside/the/prefix'],
  ['https://api.test', 'https://api.test'],
  ['https://api.test', 'https://api.test?page=2'],
  ['https://api.test', 'https://api.test#top'],
  ['https://api.test', 'HTTPS://API.Test/A'],
  ['https://API.test', 'https://api.test/a'],
  ['https://api.test', 'https://api.test:443/a'],
  ['https://api.test:443', 'https://api.test/a'],
  ['http://api.test', 'http://api.test:80/a'],
  ['http://api.test:80/v1', 'http://api.test/a'],
  ['https://api.test:8443', 'https://api.test:8443/a'],
  ['https://api.test', 'https://cdn.test/a'],
  ['https://api.test', 'https://CDN.test:443/a'],
  ['https://api.test', 'https://files.test:8443/a'],
])('with baseUrl %s sends the login state to %s, and that URL as it is', (baseUrl, url) => {
  expect(createRoutes(baseUrl, ['https://cdn.test', 'https://FILES.test:8443'])(url)).toEqual({ url, state: true })
})

const foreign = [
  'https://evil.test/a',
  'https://api.test.evil.com/a',
  'https://api.test.',
  'https://api.tes',
  'https://api.testing/a',
  'https://sub.api.test/a',
  'https://api.test@evil.com/a',
  'https://api.test:443@evil.com/a',
  'https://user@api.test/a',
  'https://user:password@api.test/a',
  'http://api.test/a',
  'http://api.test:443/a',
  'wss://api.test/a',
  'ftp://api.test/a',
  'https://api.test:8443/a',
  'https://api.test:80/a',
  'https://api.test:0/a',
  'https://files.test/a',
  'https://files.test:844/a',
  'https://files.test:84430/a',
  'http://cdn.test/a',
  'https://evil.test/?https://api.test/',
  'https://evil.test/#https://api.test/',
  'https://evil.test\\@api.test/',
  'https://api.test\\@evil.test/',
  '//evil.test/a',
  '///evil.test/a',
  '\\\\evil.test/a',
  '/\\evil.test/a',
  '\\/evil.test/a',
  '/\t/evil.test/a',
  '\t//evil.test/a',
  ' //evil.test/a',
  ' https://evil.test/a',
  'ht\ntps://evil.test/a',
  'https:evil.test/a',
  'https:/evil.test/a',
  'https:\\\\evil.test/a',
  'HTTPS://EVIL.TEST/a',
  'javascript:alert(1)',
  'data:text/plain,a',
]

test.each(foreign)('passes %j through bare and unchanged', (url) => {
  expect(createRoutes('https://api.test/v1', ['https://cdn.test', 'https://files.test:8443'])(url)).toEqual({
    url,
    state: false,
  })
})

test.each([
  ['http://api.test:8080', 'http://api.test80/a'],
  ['https://api.test:4430', 'https://api.test0/a'],
  ['https://http:1234', 'https://http:1234:80/a'],
  ['http://https:1234', 'http://https:1234:443/a'],
])('with baseUrl %s passes %s through bare, for a default port is one at the end only', (baseUrl, url) => {
  expect(createRoutes(baseUrl)(url)).toEqual({ url, state: false })
})

test.each(apis)('leaves a %s to a foreign origin untouched, and logs in neither before nor after it', async (api) => {
  const { server, start, sent, count, calls, events } = createWorld()
  const auth = start()
  const header = { authorization: 'Basic of-the-caller', 'X-Trace': 'abc' }
  const outcome = outcomeOf(callOf(auth, api, { url: 'https://other.test/a', header, timeout: 9000 }))

  expect(sent[0]).toMatchObject({ api, url: 'https://other.test/a' })
  expect(sent[0]?.header).toEqual(header)
  expect(calls[0]?.options.timeout).toBe(9000)
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
  await pass(60_000)
  expect(server.requests).toHaveLength(1)
  expect(count('login')).toBe(0)
  expect(events).toEqual([])
})

test('reaches a foreign origin after a logout', async () => {
  const { start } = createWorld()
  const auth = start()
  auth.logout()
  const outcome = outcomeOf(auth.request({ url: 'https://other.test/a' }))
  await pass(roundTrip)
  expect(outcome.value.statusCode).toBe(401)
})
