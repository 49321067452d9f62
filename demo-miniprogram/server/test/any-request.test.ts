import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import fc from 'fast-check'
import { runServer } from './running-server'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const routes = [
  '/login',
  '/logout',
  '/revoke',
  '/log',
  '/trouble',
  '/me',
  '/news',
  '/stream?pause=0',
  '/open-data',
  '/files',
  '/files/',
  '/',
]
const types = ['application/json', 'multipart/form-data; boundary=x', 'multipart/form-data', 'text/plain']
const alive = 'Bearer, and a token that is alive'

/** What may stand in the head of a request. */
const visible = (maxLength: number) =>
  fc.string({ unit: 'grapheme-ascii', maxLength, size: 'max' }).map((text) => text.replaceAll(' ', ''))
const bytes = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('x'.repeat(5000)))

const anyPath = fc
  .tuple(fc.constantFrom(...routes), fc.oneof(fc.constant(''), visible(300)))
  .map(([route, rest]) => route + rest)
const anyBodyOfLogin = fc.record({ code: fc.oneof(visible(600), fc.jsonValue()) }).map((body) => JSON.stringify(body))
const anyForm = fc
  .tuple(visible(40), visible(40), bytes)
  .map(
    ([name, value, content]) => `--x\r\ncontent-disposition: form-data; ${name}="${value}"\r\n\r\n${content}\r\n--x--`,
  )
const anyRequest = fc.record({
  method: fc.constantFrom(...methods),
  path: anyPath,
  type: fc.oneof(fc.constantFrom(...types), visible(60)),
  authorization: fc.oneof(fc.constant(alive), visible(60)),
  body: fc.oneof(fc.constant(''), fc.json(), anyBodyOfLogin, anyForm, bytes),
})

test('answers no request with an error of its own, whatever it is', async () => {
  const unlimited = Number.MAX_SAFE_INTEGER
  const server = await runServer({
    standIn: { quota: unlimited },
    maxRequests: unlimited,
    maxLogins: unlimited,
    maxUploads: unlimited,
  })

  async function statusOf({ method, path, type, authorization, body }: Record<string, string>): Promise<unknown> {
    const { token } = (await server.login()).json
    const headers = {
      authorization: authorization === alive ? `Bearer ${token}` : authorization,
      'content-type': type,
      // With some methods Node would not say it.
      'content-length': Buffer.byteLength(body ?? ''),
    }
    const asked = request({ host: '127.0.0.1', port: server.port, method, path, headers, agent: false })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    answer.destroy()
    return answer.statusCode
  }

  const property = fc.asyncProperty(anyRequest, async (given) => {
    expect(await statusOf(given)).toBeLessThan(500)
  })
  await fc.assert(property, { numRuns: 300 })
})
