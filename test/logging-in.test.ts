import { fails, loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, now, outcomeOf, pass, settle } from './helpers/world'

test('logs in once for 50 requests and 10 ensureLogin() in one tick, and sends each request once, in call order', async () => {
  const { server, start, count, sent } = createWorld()
  const auth = start()
  const requests = Array.from({ length: 50 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  const logins = Array.from({ length: 10 }, () => outcomeOf(auth.ensureLogin()))
  await pass(loginTime + 2 * roundTrip)

  expect(count('login')).toBe(1)
  expect(server.exchanges).toHaveLength(1)
  expect(logins.map(({ value }) => value.token)).toEqual(Array(10).fill(server.lastToken))
  expect(requests.map(({ value }) => value.data.path)).toEqual(Array.from({ length: 50 }, (_, index) => `/${index}`))
  expect(server.requests.map(({ url }) => url)).toEqual(
    Array.from({ length: 50 }, (_, index) => `https://api.test/${index}`),
  )
  expect(sent).toHaveLength(51)
})

test('fails every waiter at loginTimeout when wx.login stays silent', async () => {
  const world = createWorld()
  world.next('login', staysSilent)
  const auth = world.start()
  const { error } = await settle(auth.ensureLogin())
  expect(error).toMatchObject({ code: 'TIMEOUT' })
})
