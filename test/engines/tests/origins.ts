import { succeedsAtOnce } from '../../helpers/fake-wx'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf } from '../suite/world'

/** Says where an Auth sends a request, and whether its login state goes with it. */
function routesOf(baseUrl: string, trustedOrigins: string[] = []) {
  const world = createWorld()
  const auth = world.start({ baseUrl, trustedOrigins })
  auth.setState({ token: 'to-be-kept' })
  world.always('request', succeedsAtOnce({ statusCode: 200 }))
  return (url: string): [string, boolean] => {
    outcomeOf(auth.request({ url, header: { own: 'yes' } }))
    const { options } = world.calls[world.calls.length - 1] as any
    return [options.url, options.header.Authorization === 'Bearer to-be-kept']
  }
}

test('joins a relative URL to baseUrl with its path prefix', () => {
  for (const base of ['https://api.test/v1', 'https://api.test/v1/']) {
    const route = routesOf(base)
    for (const [url, joined] of [
      ['/a', '/v1/a'],
      ['a', '/v1/a'],
      ['?q=1', '/v1?q=1'],
      ['#top', '/v1#top'],
      ['', '/v1'],
      ['a/b:c?d=//e', '/v1/a/b:c?d=//e'],
      ['/商品/1', '/v1/商品/1'],
    ] as const) {
      equal([url, ...route(url)], [url, `https://api.test${joined}`, true])
    }
  }
})

test('compares origins in lower case and without default ports', () => {
  const route = routesOf('https://API.test', ['http://cdn.test:80', 'https://[::1]:8443'])
  for (const url of [
    'https://api.test/a',
    'HTTPS://Api.Test:443/a',
    'https://api.test?a',
    'https://api.test#a',
    'http://cdn.test/a',
    'https://[::1]:8443/a',
  ]) {
    equal([url, ...route(url)], [url, url, true])
  }
})

test('keeps the login state from every look-alike, and leaves its URL as it is', () => {
  const route = routesOf('https://api.test', ['https://cdn.test'])
  for (const url of [
    'https://api.test.evil.test/',
    'https://api.test@evil.test/',
    'https://evil.test/?https://api.test/',
    'https://evil.test#https://api.test/',
    'https://evil.test\\https://api.test/',
    'https://api.test:8443/',
    'https://api.test:443@evil.test/',
    'https://user@api.test/',
    'http://api.test/',
    'https:api.test/',
    'https:///api.test/',
    'https:\\\\api.test/',
    'https://api.test\\@evil.test/',
    'https://api.test%2eevil.test/',
    'https://api。test/',
    'https://cdn.test.evil.test/',
    'wss://api.test/',
    'javascript:alert(1)',
    'data:text/plain,a',
    'wxfile://usr/a',
    '//evil.test/',
    '\\\\evil.test/',
    '/\\evil.test/',
    '\\/evil.test/',
    '///evil.test/',
    ' //evil.test/',
    '\t//evil.test/',
    '/\t/evil.test/',
    '/\n/evil.test/',
    'ht\ntps://evil.test/',
    '\u0000https://evil.test/',
  ]) {
    equal([url, ...route(url)], [url, url, false])
  }
})

test('sends a request to a foreign origin without a login, and with its own authorization', () => {
  const { start, count, sent } = createWorld()
  const auth = start()
  outcomeOf(auth.request({ url: 'https://other.test/a', header: { authorization: 'mine' } }))
  equal([count('login'), sent[0]?.header], [0, { authorization: 'mine' }])
})
