import { checkTime, loginTime, roundTrip, staysSilent, throws } from '../../helpers/fake-wx'
import { now, pass, setClock, turn } from '../suite/clock'
import { equal, matches, test, thrownBy } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

const loginAndExchange = loginTime + roundTrip
const key = 'miniprogram-login:https://api.test'

test('needs no login after a restart, and reads storage once', async () => {
  const { start, server, count, storageCalls, sent } = createWorld()
  server.extra = { userId: 7 }
  await settle(start().ensureLogin())
  equal(storageCalls, [`get ${key}`, `set ${key}`])
  const auth = start()
  equal(auth.state, { token: server.lastToken, userId: 7 })
  outcomeOf(auth.request({ url: '/a' }))
  equal(sent[sent.length - 1]?.header, { Authorization: `Bearer ${server.lastToken}` })
  equal([count('login'), storageCalls.length], [1, 3])
})

test('renews a login state with less than a minute left, to the millisecond', async () => {
  const { start, server, count } = createWorld()
  server.expiresIn = 7200
  const auth = start()
  await settle(auth.ensureLogin())
  setClock(loginAndExchange + 7_140_000)
  equal((await settle(auth.ensureLogin())).value, { token: server.issued[0], expiresIn: 7200 })
  setClock(loginAndExchange + 7_140_001)
  equal((await settle(auth.ensureLogin())).value, { token: server.issued[1], expiresIn: 7200 })
  equal(count('login'), 2)
})

test('uses a login state to its last millisecond where it cannot be renewed', async () => {
  const { start, server } = createWorld()
  server.expiresIn = 7200
  const auth = start({ cooldown: 60_000 })
  await settle(auth.ensureLogin())
  server.everyExchange({ statusCode: 403 })
  setClock(loginAndExchange + 7_150_000)
  equal((await settle(auth.ensureLogin())).value, { token: server.lastToken, expiresIn: 7200 })
  setClock(loginAndExchange + 7_199_999)
  equal(auth.state, { token: server.lastToken, expiresIn: 7200 })
  setClock(loginAndExchange + 7_200_000)
  equal(auth.state, undefined)
})

test('logs in once more where the clock was set back, also over a restart', async () => {
  const { start, server, count } = createWorld()
  server.expiresIn = 7200
  await settle(start().ensureLogin())
  setClock(-86_400_000)
  const auth = start()
  await settle(auth.request({ url: '/a' }))
  await settle(auth.request({ url: '/b' }))
  equal(count('login'), 2)
})

test('works from memory where storage throws, and tells of it', async () => {
  const { start, always, count, events, server, storage } = createWorld()
  const fault = new Error('exceed max size')
  for (const method of ['getStorageSync', 'setStorageSync', 'removeStorageSync']) always(method, throws(fault))
  const auth = start()
  await settle(auth.ensureLogin())
  equal((await settle(auth.request({ url: '/a' }))).value.statusCode, 200)
  equal(count('login'), 1)
  equal(events.slice(0, 2), [
    { type: 'storage-failed', operation: 'read', error: fault },
    { type: 'storage-failed', operation: 'write', error: fault },
  ])
  always('setStorageSync', undefined)
  await settle(auth.login())
  equal(storage.get(key).state, { token: server.lastToken })
})

test('starts cold from whatever else lies in storage, and replaces it', async () => {
  const good = { version: 1, state: { token: 'kept' }, arrivedAt: 0 }
  const records = [
    '{bad',
    42,
    true,
    null,
    [],
    {},
    { ...good, version: 0 },
    { ...good, state: {} },
    { ...good, arrivedAt: '' },
  ]
  for (const record of records) {
    const { start, storage, server } = createWorld()
    storage.set(key, record)
    const auth = start()
    equal([record, auth.state], [record, undefined])
    await settle(auth.ensureLogin())
    equal(storage.get(key).state, { token: server.lastToken })
  }
})

test('adopts the login state that another copy of the package left in storage, without a login', async () => {
  const { start, server, count } = createWorld()
  const [one, other] = [start(), start()]
  await settle(one.ensureLogin())
  await settle(other.ensureLogin())
  server.revokeAll()
  await settle(one.login())
  equal((await settle(other.request({ url: '/a' }))).value.statusCode, 200)
  equal([count('login'), other.state], [2, one.state])
})

test('takes a login state by hand, also for those who wait for a login, and drops that login', async () => {
  const { start, server, events, storage } = createWorld()
  const auth = start()
  const waiting = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.login())]
  await pass(loginTime + 60)
  auth.setState({ token: 'by-hand', level: 2 })
  await turn()
  equal(
    waiting.map(({ value, at }) => [value, at]),
    waiting.map(() => [{ token: 'by-hand', level: 2 }, now()]),
  )
  await pass(1000)
  equal([auth.state?.token, storage.get(key).state.token, server.issued.length, events], ['by-hand', 'by-hand', 1, []])
})

test('takes no invalid login state by hand, and changes nothing then', () => {
  const { start, storageCalls } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  for (const state of [undefined, null, 'token', {}, { token: '' }, { token: 'a\nb' }, { token: 1 }]) {
    matches(
      thrownBy(() => auth.setState(state as any)),
      /^TypeError: .*token/,
    )
  }
  equal([auth.state, storageCalls], [{ token: 'good' }, [`get ${key}`, `set ${key}`]])
})

test('tells every listener of each change, whatever another throws, and none that has left', async () => {
  const { start, server } = createWorld()
  const auth = start()
  const told: unknown[] = []
  auth.onChange(() => {
    throw new Error('of a listener')
  })
  const leave = auth.onChange((state) => told.push(['first', state?.token]))
  auth.onChange((state) => told.push(['second', state?.token]))
  await settle(auth.ensureLogin())
  leave()
  auth.setState({ token: 'next' })
  auth.logout()
  equal(told, [
    ['first', server.lastToken],
    ['second', server.lastToken],
    ['second', 'next'],
    ['second', undefined],
  ])
})

test('asks whether the session_key lives, and logs in where it does not', async () => {
  const world = createWorld()
  const auth = world.start()
  const { value: first } = await settle(auth.ensureSessionKey())
  equal([first, world.count('checkSession')], [{ token: world.server.lastToken }, 0])

  const alive = outcomeOf(auth.ensureSessionKey())
  await pass(checkTime)
  equal([alive.value, world.count('login')], [first, 1])

  world.sessionKeyAlive = false
  equal((await settle(auth.ensureSessionKey())).value, { token: world.server.issued[1] })
  equal(world.count('login'), 2)
})

test('waits no longer than loginTimeout for a wx.checkSession that stays silent', async () => {
  const { start, always } = createWorld()
  always('checkSession', staysSilent)
  const auth = start({ loginTimeout: 5000 })
  auth.setState({ token: 'there' })
  const { code, at } = await settle(auth.ensureSessionKey())
  equal([code, at], ['TIMEOUT', 5000])
})
