import type { RejectableResponse } from '../src'
import { tokenOf } from './helpers/fake-server'
import { createWorld, settle } from './helpers/world'

const refusal = { statusCode: 200, data: { code: -1, msg: 'login first' } }

test('replays after whatever isRejected calls a rejection', async () => {
  const { server, start, count } = createWorld()
  const auth = start({ isRejected: ({ data }) => (data as any)?.code === -1 })
  auth.setState({ token: 'stale' })
  server.on('/a', (sent) => (tokenOf(sent) === 'stale' ? refusal : { statusCode: 200, data: { code: 0 } }))
  const { value } = await settle(auth.request({ url: '/a' }))

  expect(value.data).toEqual({ code: 0 })
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  expect(count('login')).toBe(1)
})

test('ends with REJECTED and the response when isRejected says so twice', async () => {
  const { server, start } = createWorld()
  const auth = start({ isRejected: ({ data }) => (data as any)?.code === -1 })
  auth.setState({ token: 'stale' })
  server.on('/a', refusal)
  const { error } = await settle(auth.request({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REJECTED', statusCode: 200 })
  expect(error.response.data).toEqual(refusal.data)
  expect(server.requests).toHaveLength(2)
})

test('delivers a 401 where isRejected says that it was not one', async () => {
  const { server, start, count } = createWorld()
  const auth = start({ isRejected: ({ statusCode }) => statusCode === 419 })
  auth.setState({ token: 'stale' })
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(401)
  expect(server.requests).toHaveLength(1)
  expect(count('login')).toBe(0)
})

test('delivers the response where isRejected throws', async () => {
  const { start, count } = createWorld()
  const auth = start({
    isRejected: () => {
      throw new Error('a mistake')
    },
  })
  auth.setState({ token: 'stale' })
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({
    statusCode: 401,
    data: { error: 'login_state_unknown' },
  })
  expect(count('login')).toBe(0)
})

test('asks isRejected about status, headers and data', async () => {
  const { server, start } = createWorld()
  const asked: RejectableResponse[] = []
  const auth = start({ isRejected: (response) => asked.push(response) < 0 })
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode: 418, header: { 'X-Pot': 'tea' }, data: [1] })
  await settle(auth.request({ url: '/a' }))
  expect(asked).toEqual([{ statusCode: 418, header: { 'X-Pot': 'tea' }, data: [1] }])
})

test.each([
  ["a call with login: 'none'", { url: '/a', login: 'none' as const }],
  ["an 'optional' call that went out bare", { url: '/a', login: 'optional' as const }],
  ['a request to a foreign origin', { url: 'https://other.test/a' }],
])('does not act on what %s is answered: it refused no login state', async (_name, options) => {
  const { server, start, count } = createWorld()
  const auth = start({ isRejected: () => true })
  expect((await settle(auth.request(options))).value.statusCode).toBe(401)
  expect(server.requests).toHaveLength(1)
  expect(count('login')).toBe(0)
})
