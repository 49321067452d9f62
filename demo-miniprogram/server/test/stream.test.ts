import { converse, runServer } from './running-server'

/** A server and the header of somebody who is logged in there. */
async function logIn() {
  const server = await runServer()
  const { token } = (await server.login()).json
  return { server, authorization: `Bearer ${token}` }
}

test('answers with a sentence, each word in a chunk of its own', async () => {
  const { server, authorization } = await logIn()
  const head = `GET /stream?pause=0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: ${authorization}\r\n\r\n`
  const { answer } = await converse(server.port, head)
  const [heads, ...lines] = (await answer).split(/\r\n\r\n|\r\n(?=[0-9a-f]+\r\n)/)
  expect(heads).toMatch(/^HTTP\/1\.1 200 /)
  expect(heads).toMatch(/content-type: text\/plain; charset=utf-8/i)
  const words = lines.filter((line) => line).map((line) => line.replace(/^[0-9a-f]+\r\n/, ''))
  expect(words.pop()).toBe('0')
  expect(words.length).toBeGreaterThanOrEqual(20)
  for (const word of words) expect(word).toMatch(/^\S+ ?$/)
  expect(words.join('')).toMatch(/^[A-Z].*\.$/)
})

test('lets the first word arrive long before the last', async () => {
  const { server, authorization } = await logIn()
  const leaving = new AbortController()
  const headers = { authorization }
  const { body } = await fetch(`${server.url}/stream?pause=1000`, { headers, signal: leaving.signal })
  const first = await body?.getReader().read()
  expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^\S+ $/)
  leaving.abort()
})

test.each(['-1', '1001', '1.5', '', 'abc'])('refuses a pause of %p', async (pause) => {
  const { server, authorization } = await logIn()
  const answer = await server.ask(`/stream?pause=${pause}`, { headers: { authorization } })
  expect([answer.status, answer.json.error]).toEqual([400, 'bad_request'])
})

test('says nothing to who is not logged in', async () => {
  const { server } = await logIn()
  expect((await server.ask('/stream?pause=0')).status).toBe(401)
})
