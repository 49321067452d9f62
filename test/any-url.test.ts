import fc from 'fast-check'
import { createRoutes } from './helpers/routes'

/** Half of the time what is plain, else one of those that have deceived parsers of URLs. */
const part = (plain: string, odd: string[]) => fc.oneof(fc.constant(plain), fc.constantFrom(...odd))
// Made by the tests that need it, for the table of all characters takes a second.
const anyUrl = () =>
  fc
    .tuple(
      part('', [' ', '\t', '\n', '\0', '\u00a0', '\ufeff', '\\', '/', 'v1', '?', '#']),
      part('https:', ['', 'http:', 'HTTPS:', 'wss:', 'ht\ttps:', 'https', 'httpſ:', 'data:']),
      part('//', ['', '/', '///', '\\\\', '/\\', '\\/', '/\t/', '／／', '//\n']),
      part('', ['user@', 'user:password@', '@', 'api.test@', 'api.test:443@', 'api.test\\@', '%40', '＠']),
      part('api.test', ['API.test', 'cdn.test', 'evil.com', 'sub.api.test', 'api。test', 'api%2etest', '[::1]']),
      part('', [':443', ':0443', ':0', ':80', ':8080', ':8443', ':', ':65979', ':4430', ':443.evil']),
      part('', ['.', '.evil.com', '-evil.com', '@evil.com', ':', '\\', '?', '#', '//evil.com', '\t']),
      fc.string({ maxLength: 3, unit: 'binary' }),
    )
    .map((parts) => parts.join(''))

test.each([
  ['https://api.test', []],
  ['https://api.test/v1', ['https://cdn.test:8443']],
  ['http://api.test:8080/', ['https://api.test']],
])(
  'with baseUrl %s and trustedOrigins %j sends the login state to no other origin, whatever the URL',
  (base, trusted) => {
    const route = createRoutes(base, trusted)
    let tokens = 0
    const origins = [base, ...trusted].map((url) => new URL(url).origin)
    fc.assert(
      fc.property(anyUrl(), (given) => {
        const { url, state } = route(given)
        if (!state) return
        tokens++
        // Both as the caller may have meant it and as it is sent.
        expect(origins).toContain(new URL(given, base).origin)
        expect(origins).toContain(new URL(url).origin)
      }),
      { numRuns: 3000, seed: 1154 },
    )
    expect(tokens).toBeGreaterThan(100)
  },
)

test('sends the login state to every plain URL of a trusted origin', () => {
  const route = createRoutes('https://api.test/v1', ['https://cdn.test:8443'])
  const origin = fc.constantFrom('https://api.test', 'https://api.test:443', 'https://cdn.test:8443')
  fc.assert(
    fc.property(origin, fc.webPath(), fc.webQueryParameters(), (start, path, query) => {
      const url = `${start}${path}?${query}`
      expect(route(url)).toEqual({ url, state: true })
    }),
    { numRuns: 500, seed: 1154 },
  )
})
