import type { AddressInfo } from 'node:net'
import { createLogin } from '../login'
import { createLoginStates } from '../login-states'
import { createServer, type ServerOptions } from '../server'

/** What a server is made of, with a WeChat that answers at once and counts. */
function createParts() {
  const codes: string[] = []
  const wechat = {
    appId: 'wx0',
    async codeToSession(code: string) {
      codes.push(code)
      return { openid: `openid-of-${code}`, sessionKey: `session-key-of-${code}` }
    },
  }
  return { parts: { wechat, loginStates: createLoginStates({ max: 2 }), userIdKey: 'key', log: () => {} }, codes }
}

test('remembers no more than 10,000 used codes', async () => {
  const { parts, codes } = createParts()
  const login = createLogin(parts)
  const answer = async (code: string) => (await login(code)).answer
  for (let index = 0; index <= 10_000; index++) await answer(`code-${index}`)
  await expect(login('code-1')).rejects.toMatchObject({ statusCode: 401 })
  // Of the one that is forgotten, WeChat says that it is used.
  await answer('code-0')
  expect(codes).toHaveLength(10_002)
})

test('keeps the session_keys of so many users, the latest', async () => {
  const { parts } = createParts()
  const login = createLogin(parts)
  for (const code of ['a', 'b', 'c']) await (await login(code)).answer
  const kept = await Promise.all(['a', 'b', 'c'].map((code) => parts.loginStates.sessionKey(`openid-of-${code}`)))
  expect(kept).toEqual([undefined, 'session-key-of-b', 'session-key-of-c'])
})

describe('with clients at many addresses', () => {
  let server: ReturnType<typeof createServer>
  afterEach(() => server.close())

  /** A server that allows each address one request, and how it answers one. */
  async function run(options: Partial<ServerOptions> = {}) {
    let address = ''
    server = createServer({ ...createParts().parts, maxRequests: 1, ...options })
    server.server.on('connection', (socket) => {
      Object.defineProperty(socket, 'remoteAddress', { get: () => address })
    })
    await server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.server.address() as AddressInfo
    return async (from: string) => {
      address = from
      return (await fetch(`http://127.0.0.1:${port}/news`)).status
    }
  }

  test('counts the requests of so many, and of the others anew', async () => {
    const statusFor = await run({ rateLimits: { cache: 2 } })
    expect([await statusFor('10.0.0.1'), await statusFor('10.0.0.1')]).toEqual([200, 429])
    expect([await statusFor('10.0.0.2'), await statusFor('10.0.0.3')]).toEqual([200, 200])
    expect(await statusFor('10.0.0.1')).toBe(200)
  })

  test('counts the IPv6 addresses of one customer as one', async () => {
    const statusFor = await run()
    expect([await statusFor('2001:db8:1:2::1'), await statusFor('2001:db8:1:2:ffff::1')]).toEqual([200, 429])
    expect(await statusFor('2001:db8:1:3::1')).toBe(200)
  })
})
