import { createWire, runServer } from '../helpers/wire'

test('asks another server bare and without a login, and takes its 401 as the answer', async () => {
  const { start, server, wechat, codes } = await createWire()
  const other = await runServer(wechat)
  const auth = start()
  expect(await auth.request({ url: `${other.url}/me` })).toMatchObject({ statusCode: 401 })
  expect(codes).toHaveLength(0)

  await auth.ensureLogin()
  expect(await auth.request({ url: `${other.url}/me` })).toMatchObject({ statusCode: 401 })
  expect(other.arrivals).toEqual(Array(2).fill({ what: 'GET /me', authorization: undefined }))
  expect(server.asked).toEqual(['POST /login'])
  expect(codes).toHaveLength(1)
})

test.each([
  ['another name of the same machine', (url: string) => url.replace('127.0.0.1', 'localhost')],
  ['its address in other digits', (url: string) => url.replace('127.0.0.1', '127.1')],
  ['user-info before it', (url: string) => url.replace('http://', 'http://127.0.0.1@')],
])('keeps the login state from %s', async (_what, disguise) => {
  const { start, server } = await createWire()
  const auth = start()
  await auth.ensureLogin()
  expect(await auth.request({ url: `${disguise(server.url)}/me` })).toMatchObject({ statusCode: 401 })
  expect(server.arrivals).toHaveLength(2)
  expect(server.arrivals[1]?.authorization ?? '').not.toContain('Bearer')
})

test('shows the login state to a trusted origin', async () => {
  const { start, wechat } = await createWire()
  const files = await runServer(wechat)
  const auth = start({ trustedOrigins: [files.url] })
  const { token } = await auth.ensureLogin()
  await auth.request({ url: `${files.url}/nothing` })
  expect(files.arrivals).toEqual([{ what: 'GET /nothing', authorization: `Bearer ${token}` }])
})
