import { readFileSync } from 'node:fs'
import { createWire } from '../helpers/wire'

/** A promise with the key to it. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('answers a request as if nothing had happened after the server forgot the login state: one login, one replay', async () => {
  const { start, server, codes, events } = await createWire()
  const auth = start()
  const old = await auth.ensureLogin()
  await server.revokeAll()
  const { statusCode } = await auth.request({ url: '/me' })

  expect(statusCode).toBe(200)
  expect(codes).toHaveLength(2)
  expect(server.arrivals.slice(1)).toEqual([
    { what: 'GET /me', authorization: `Bearer ${old.token}` },
    { what: 'POST /login', authorization: undefined },
    { what: 'GET /me', authorization: `Bearer ${auth.state?.token}` },
  ])
  expect(events.slice(1)).toEqual([
    { type: 'rejected', url: `${server.url}/me`, replay: false },
    { type: 'login', reason: 'rejected', attempts: 1, elapsed: expect.any(Number) },
  ])
})

test('logs in once for 20 requests that the server rejects at once', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  await auth.ensureLogin()
  await server.revokeAll()
  const answers = await Promise.all(Array.from({ length: 20 }, () => auth.request({ url: '/me' })))

  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200))
  expect(codes).toHaveLength(2)
  expect(server.asked.filter((what) => what === 'GET /me')).toHaveLength(40)
})

test('logs in silently and once after the server restarted and forgot everybody', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  const { token } = await auth.ensureLogin()
  await server.restart()
  const { statusCode } = await auth.request({ url: '/me' })

  expect(statusCode).toBe(200)
  expect(auth.state?.token).not.toBe(token)
  expect(codes).toHaveLength(2)
  expect(server.asked).toEqual(['POST /login', 'GET /me', 'POST /login', 'GET /me'])
})

test('pays no login for a rejection that arrives after the login state was renewed', async () => {
  const [arrived, release] = [gate(), gate()]
  const { start, server, codes } = await createWire({
    routes(fastify, isKnown) {
      fastify.get('/slow', async (request, reply) => {
        if (await isKnown(request)) return { slow: true }
        arrived.open()
        await release.opened
        return reply.code(401).send({})
      })
    },
  })
  const auth = start()
  await auth.ensureLogin()
  await server.revokeAll()
  const late = auth.request({ url: '/slow' })
  await arrived.opened
  await auth.request({ url: '/me' })
  expect(codes).toHaveLength(2)
  release.open()

  expect(await late).toMatchObject({ statusCode: 200, data: { slow: true } })
  expect(codes).toHaveLength(2)
  expect(server.arrivals.pop()).toEqual({ what: 'GET /slow', authorization: `Bearer ${auth.state?.token}` })
})

test('uploads the same file once more after a rejection, and gives the answer as the string that came', async () => {
  const bodies: string[] = []
  const { start, server, file } = await createWire({
    routes(fastify, isKnown) {
      // In a scope of its own, for the server reads forms in another way.
      fastify.register(async (scope) => {
        scope.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, body, done) => {
          done(null, body)
        })
        scope.post('/photos', async (request, reply) => {
          bodies.push((request.body as string).replaceAll(/--[\w-]{36}/g, '--boundary'))
          return (await isKnown(request)) ? { stored: true } : reply.code(401).send({})
        })
      })
    },
  })
  const auth = start()
  await auth.ensureLogin()
  await server.revokeAll()
  const { data } = await auth.uploadFile({
    url: '/photos',
    filePath: file('a photo'),
    name: 'photo',
    formData: { of: 1 },
  })

  expect(data).toBe('{"stored":true}')
  expect(bodies).toHaveLength(2)
  expect(bodies[1]).toBe(bodies[0])
  expect(bodies[0]).toContain('name="photo"; filename="file"\r\n\r\na photo\r\n')
  expect(bodies[0]).toContain('name="of"\r\n\r\n1\r\n')
})

test('hands out the file of the replay, never the one of the rejected attempt', async () => {
  const { start, server } = await createWire()
  const auth = start()
  await auth.ensureLogin()
  await server.revokeAll()
  const { statusCode, tempFilePath } = await auth.downloadFile({ url: '/me' })

  expect(statusCode).toBe(200)
  expect(JSON.parse(readFileSync(tempFilePath, 'utf8'))).toMatchObject({ userId: expect.any(String) })
})

test('streams the chunks of the replay as they come, and none of the rejected attempt', async () => {
  const heardFirst = gate()
  const { start, server } = await createWire({
    routes(fastify, isKnown) {
      fastify.get('/told', async (request, reply) => {
        const known = await isKnown(request)
        reply.hijack()
        reply.raw.writeHead(known ? 200 : 401)
        reply.raw.write(known ? 'first' : 'refused')
        // Were it held back until the end, the end would never come.
        if (known) await heardFirst.opened
        reply.raw.end(known ? 'second' : 'refused')
      })
    },
  })
  const auth = start()
  await auth.ensureLogin()
  await server.revokeAll()
  const chunks: string[] = []
  const task = auth.request({ url: '/told', enableChunked: true })
  task.onChunkReceived(({ data }) => {
    chunks.push(Buffer.from(data).toString())
    heardFirst.open()
  })

  expect(await task).toMatchObject({ statusCode: 200 })
  expect(chunks).toEqual(['first', 'second'])
})
