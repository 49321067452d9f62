import { converse, runServer } from './running-server'

const login = 'POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"c'
const leavings = ['hangUp', 'reset'] as const

/** A server, the head of a request by somebody who is logged in there, and whether it serves others. */
async function logIn() {
  const server = await runServer()
  const { token } = (await server.login()).json
  return {
    server,
    head: (what: string) => `${what} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n`,
    serves: async () => (await server.me(token)).status === 200,
  }
}

describe.each(leavings)('with clients that leave (%s)', (leave) => {
  test.each([
    ['before they say anything', 0],
    ['in the middle of a method', 2],
    ['in the middle of a header', 40],
    ['before a body', login.length - 3],
    ['in the middle of a body', login.length],
  ])('survives one that does so %s', async (_, length) => {
    const { server, serves } = await logIn()
    const client = await converse(server.port, login.slice(0, length))
    client[leave]()
    expect(await serves()).toBe(true)
  })

  test('takes no error of its own for one that is gone before it is read', async () => {
    const { server, head, serves } = await logIn()
    for (let count = 0; count < 20; count++) {
      const client = await converse(server.port, `${head('GET /me')}\r\n`)
      client[leave]()
    }
    expect(await serves()).toBe(true)
    expect((await server.logged('GET /me → 200')).join()).not.toContain('→ 500')
  })

  test('lets go of an upload', async () => {
    const { server, head, serves } = await logIn()
    const form = 'content-type: multipart/form-data; boundary=x\r\ncontent-length: 5000\r\n\r\n'
    const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="photo"\r\n\r\nhalf a photo'
    const client = await converse(server.port, head('POST /files') + form + part)
    // By then the server reads the form.
    expect(await serves()).toBe(true)
    client[leave]()
    await server.logged('#1 POST /files → connection lost')
    expect(await serves()).toBe(true)
  })

  test('ends a stream', async () => {
    const { server, head, serves } = await logIn()
    const client = await converse(server.port, `${head('GET /stream?pause=1000')}\r\n`)
    await client.heard('Each')
    client[leave]()
    await server.logged('#1 GET /stream → connection lost')
    expect(await serves()).toBe(true)
  })
})
