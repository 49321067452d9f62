import { once } from 'node:events'
import { createWire } from '../helpers/wire'

/** A path that never answers. Resolves, when a request is there, with what resolves when that is gone. */
function silentPath() {
  let arrive: (gone: { gone: Promise<unknown> }) => void = () => {}
  const arrived = new Promise<{ gone: Promise<unknown> }>((resolve) => {
    arrive = resolve
  })
  const routes: NonNullable<Parameters<typeof createWire>[0]>['routes'] = (fastify) => {
    fastify.get('/silent', (request) => {
      arrive({ gone: once(request.raw.socket, 'close') })
      return new Promise(() => {})
    })
  }
  return { arrived, routes }
}

test('logs out for good: the server is told, and nothing logs in by itself, restarts included', async () => {
  const { start, server, codes } = await createWire()
  const auth = start()
  const { token } = await auth.ensureLogin()
  const goodbye = auth.request({ url: '/logout', method: 'POST', login: 'optional' })
  auth.logout()

  expect(await goodbye).toMatchObject({ statusCode: 204 })
  await expect(auth.request({ url: '/me' })).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  await expect(start().ensureLogin()).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  expect(codes).toHaveLength(1)
  expect(server.asked).toEqual(['POST /login', 'POST /logout'])
  const old = await start().request({ url: '/me', login: 'none', header: { Authorization: `Bearer ${token}` } })
  expect(old).toMatchObject({ statusCode: 401 })
})

test('logs in anew after a logout, when it is told to', async () => {
  const { start, codes } = await createWire()
  const auth = start()
  await auth.ensureLogin()
  auth.logout()
  await auth.login()
  expect(await start().request({ url: '/me' })).toMatchObject({ statusCode: 200 })
  expect(codes).toHaveLength(2)
})

test('drops a login state whose exchange was under way at the logout', async () => {
  let logOut = () => {}
  const { start, codes, storage, events, idle } = await createWire({
    routes(fastify) {
      fastify.addHook('preHandler', async ({ url }) => {
        if (url === '/login') logOut()
      })
    },
  })
  const auth = start()
  logOut = auth.logout
  await expect(auth.ensureLogin()).rejects.toMatchObject({ code: 'LOGGED_OUT' })
  await idle()
  expect(codes).toHaveLength(1)
  expect(auth.state).toBeUndefined()
  expect([...storage.values()].join()).not.toContain('token')
  expect(events).toEqual([{ type: 'logout' }])
})

test('takes an aborted request off the server', async () => {
  const { arrived, routes } = silentPath()
  const { start, codes } = await createWire({ routes })
  const auth = start()
  const task = auth.request({ url: '/silent' })
  const { gone } = await arrived
  task.abort()

  await expect(task).rejects.toMatchObject({ code: 'ABORTED', errMsg: 'request:fail abort' })
  await gone
  expect(codes).toHaveLength(1)
})

test('gives up on a silent server after the timeout of the request', async () => {
  const { arrived, routes } = silentPath()
  const { start, server } = await createWire({ routes })
  const auth = start()
  const request = auth.request({ url: '/silent', timeout: 200 })

  await expect(request).rejects.toMatchObject({ code: 'REQUEST_FAILED', errMsg: 'request:fail timeout' })
  await (await arrived).gone
  expect(server.asked).toEqual(['POST /login', 'GET /silent'])
})
