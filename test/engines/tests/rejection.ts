import { loginTime, roundTrip } from '../../helpers/fake-wx'
import { pass } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

const renewal = roundTrip + loginTime + roundTrip

test('answers one 401 with one login and one replay, identical but for the state', async () => {
  const { start, server, count, sent } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const options = { url: '/a?b=c', method: 'POST', data: { list: [1, '二'] }, header: { 'X-Mine': 'yes' } } as const
  equal((await settle(auth.request(options))).value.data, { path: '/a' })
  const [first, , second] = sent
  equal([count('login'), sent.length], [1, 3])
  const authorization = { Authorization: `Bearer ${server.lastToken}` }
  equal({ ...second, at: 0 }, { ...first, at: 0, header: { 'X-Mine': 'yes', ...authorization } })
})

test('answers 20 concurrent 401 with one login and 20 replays', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const outcomes = Array.from({ length: 20 }, (_, index) => outcomeOf(auth.request({ url: `/${index}` })))
  await pass(renewal + roundTrip)
  equal(
    outcomes.map(({ value }) => value.statusCode),
    outcomes.map(() => 200),
  )
  equal([count('login'), server.requests.length], [1, 40])
})

test('answers a 401 that comes after the renewal with a replay and no login', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const late = [5000, roundTrip]
  server.on('/late', () => ({ statusCode: late.length > 1 ? 401 : 200, delay: late.shift() as number }))
  const outcomes = [outcomeOf(auth.request({ url: '/late' })), outcomeOf(auth.request({ url: '/a' }))]
  await pass(5000 + roundTrip)
  equal(
    outcomes.map(({ value }) => value.statusCode),
    [200, 200],
  )
  equal([count('login'), server.requests.length], [1, 4])
})

test('gives up after the replay, and replaces no state for the length of the cooldown', async () => {
  const { start, server, count, events } = createWorld()
  const auth = start()
  server.on('/never', { statusCode: 401, data: { why: 'no' } })
  const { error } = await settle(auth.request({ url: '/never?secret=1' }))
  equal([error.code, error.statusCode, error.response.data, count('login')], ['REJECTED', 401, { why: 'no' }, 2])
  equal(auth.state, { token: server.lastToken })
  equal(
    events.filter(({ type }) => type === 'rejected'),
    [false, true].map((replay) => ({ type: 'rejected', url: 'https://api.test/never', replay })),
  )
  const before = server.requests.length
  const again = Array.from({ length: 10 }, () => outcomeOf(auth.request({ url: '/never' })))
  await pass(roundTrip)
  equal(
    again.map(({ code }) => code),
    again.map(() => 'REJECTED'),
  )
  equal([server.requests.length - before, count('login')], [10, 2])
  await settle(auth.login())
  await settle(auth.request({ url: '/never' }))
  equal(count('login'), 4)
})

test('replays what was sent with an older state with the newest, also in that cooldown', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const late = [roundTrip + renewal + 500, roundTrip]
  server.on('/late', () => ({ statusCode: late.length > 1 ? 401 : 200, delay: late.shift() as number }))
  server.on('/never', { statusCode: 401 })
  const outcomes = [outcomeOf(auth.request({ url: '/late' })), outcomeOf(auth.request({ url: '/never' }))]
  await pass(2000)
  equal([outcomes[0]?.value.statusCode, outcomes[1]?.code, count('login')], [200, 'REJECTED', 1])
})

test('fails all who were rejected where the login fails, and shows the state until then', async () => {
  const { start, server } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.everyExchange({ statusCode: 403 })
  const outcomes = Array.from({ length: 5 }, () => outcomeOf(auth.request({ url: '/a' })))
  await pass(renewal - 1)
  equal(auth.state, { token: 'stale' })
  await pass(1)
  equal(
    outcomes.map(({ code }) => code),
    outcomes.map(() => 'EXCHANGE_FAILED'),
  )
  equal([auth.state, server.requests.length], [undefined, 5])
})

test('asks isRejected, and delivers the answer where that throws', async () => {
  const { start, server, count } = createWorld()
  const auth = start({ isRejected: ({ data }) => (data as any).code.value === -1 })
  server.on('/business', (sent) => ({
    statusCode: 200,
    data: { code: { value: sent.header.Authorization === 'Bearer stale' ? -1 : 0 } },
  }))
  server.on('/odd', { statusCode: 401, data: {} })
  auth.setState({ token: 'stale' })
  equal((await settle(auth.request({ url: '/business' }))).value.data, { code: { value: 0 } })
  equal((await settle(auth.request({ url: '/odd' }))).value.statusCode, 401)
  equal(count('login'), 1)
})

test('delivers any other status, and logs in for none', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  for (const statusCode of [204, 302, 403, 404, 429, 500, 503]) {
    server.on('/a', { statusCode })
    equal((await settle(auth.request({ url: '/a' }))).value.statusCode, statusCode)
  }
  equal([count('login'), server.requests.length], [0, 7])
})

test('never sends a request again after a network failure', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const said = { errMsg: 'request:fail errcode:-1005', errno: 600001 }
  server.on('/pay', { statusCode: 200, fails: said })
  const { error } = await settle(auth.request({ url: '/pay', method: 'POST' }))
  equal([error.code, error.errMsg, error.errno], ['REQUEST_FAILED', said.errMsg, said.errno])
  equal(server.requests.length, 1)
})
