import type { Auth } from '../src'
import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { fails, loginTime, roundTrip, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn, type World } from './helpers/world'
import { platforms } from './platforms/platforms'

describe.each(platforms)('on $name', ({ create, error, sessionKey }) => {
  let world: World
  /** The app starts: what is in storage is there. */
  let start: (options?: object) => Auth

  beforeEach(() => {
    world = createWorld()
    const platform = create(world)
    start = (options) => world.start({ platform, ...options })
  })

  test('logs in once for all who ask, and sends the state along with each of their calls', async () => {
    const { server, count } = world
    const auth = start()
    const outcomes = [outcomeOf(auth.ensureLogin()), ...apis.map((api) => outcomeOf(callOf(auth, api)))]
    await pass(loginTime + 2 * roundTrip)
    expect(outcomes[0]?.value).toEqual({ token: server.lastToken })
    expect(outcomes.slice(1).map(({ value }) => value.statusCode)).toEqual([200, 200, 200])
    expect(server.requests.map(tokenOf)).toEqual(Array(3).fill(server.lastToken))
    expect(server.exchanges.map(({ body }) => body)).toEqual([{ code: world.codes[0] }])
    expect(count('login')).toBe(1)
  })

  test.each(apis)('answers a rejection of %s with one login and one replay', async (api) => {
    const { server, count } = world
    const auth = start()
    auth.setState({ token: 'stale' })
    const [first, second] = [outcomeOf(callOf(auth, api)), outcomeOf(callOf(auth, api))]
    await pass(loginTime + 3 * roundTrip)
    expect([first.value.statusCode, second.value.statusCode]).toEqual([200, 200])
    expect(server.requests.map(tokenOf)).toEqual(['stale', 'stale', server.lastToken, server.lastToken])
    expect(count('login')).toBe(1)
  })

  test.each(apis)('gives up %s with REJECTED when the replay is rejected, too', async (api) => {
    const { server } = world
    const auth = start()
    server.on('/a', { statusCode: 401, data: { error: 'never' } })
    const { error } = await settle(callOf(auth, api))
    expect(error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
    expect(server.requests).toHaveLength(2)
  })

  test('gives the answer of a request as wx does, whatever its status', async () => {
    const { server } = world
    const auth = start()
    for (const statusCode of [200, 404, 503]) {
      server.on('/a', { statusCode, header: { 'X-From': 'server' }, data: { said: statusCode } })
      const { value } = await settle(auth.request({ url: '/a' }))
      expect(value).toMatchObject({ statusCode, header: { 'X-From': 'server' }, data: { said: statusCode } })
    }
  })

  test('uploads the file and the form under the name, and gives the text of the answer', async () => {
    const { server } = world
    server.on('/photos', { statusCode: 201, data: { id: 7 } })
    const photo = { url: '/photos', filePath: 'tmp/photo', name: 'photo', formData: { album: '7' } }
    const { value } = await settle(start().uploadFile(photo))
    expect(value).toMatchObject({ statusCode: 201, data: '{"id":7}' })
    expect(server.requests.map(({ data }) => data)).toEqual([
      { filePath: 'tmp/photo', name: 'photo', formData: { album: '7' } },
    ])
  })

  test('hands out the file of a download, and only that of the replay', async () => {
    const { server, files } = world
    const auth = start()
    auth.setState({ token: 'stale' })
    server.on('/a', (sent) =>
      tokenOf(sent) === 'stale' ? { statusCode: 401, data: 'a refusal' } : { statusCode: 200, data: 'the picture' },
    )
    const { value } = await settle(auth.downloadFile({ url: '/a' }))
    expect(files.get(value.tempFilePath)).toBe('the picture')
  })

  test.each(['uploadFile', 'downloadFile'] as const)('tells how far %s is', async (api) => {
    const heard: number[] = []
    const task = callOf(start(), api)
    task.onProgressUpdate(({ progress }) => heard.push(progress))
    await settle(task)
    expect(heard).toEqual([expect.any(Number)])
  })

  test.each(apis)('aborts %s', async (api) => {
    const { tasks } = world
    const auth = start()
    await settle(auth.ensureLogin())
    const task = callOf(auth, api)
    const outcome = outcomeOf(task)
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(tasks[tasks.length - 1]?.aborts).toBe(1)
  })

  test('knows the login state after a restart, without another login', async () => {
    const { server, count } = world
    await settle(start().ensureLogin())
    const auth = start()
    expect(auth.state).toEqual({ token: server.lastToken })
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
    expect(count('login')).toBe(1)
  })

  test('forgets a rejected login state that cannot be renewed, over a restart, too', async () => {
    const { server, storage } = world
    const auth = start()
    await settle(auth.ensureLogin())
    server.revokeAll()
    server.nextExchange({ statusCode: 403 })
    expect((await settle(auth.request({ url: '/a' }))).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
    expect([auth.state, start().state, storage.size]).toEqual([undefined, undefined, 0])
  })

  test('stays logged out over a restart, until login()', async () => {
    const { server, count } = world
    const auth = start()
    await settle(auth.ensureLogin())
    auth.logout()
    expect((await settle(auth.request({ url: '/a' }))).error).toMatchObject({ code: 'LOGGED_OUT' })
    const restarted = start()
    expect((await settle(restarted.ensureLogin())).error).toMatchObject({ code: 'LOGGED_OUT' })
    expect(count('login')).toBe(1)
    expect((await settle(restarted.login())).value).toEqual({ token: server.lastToken })
  })

  test('tells why a login failed in the words of the platform, and logs in again after the cooldown', async () => {
    const { always, count } = world
    const auth = start()
    always('login', fails('no network', 12))
    const outcome = await settle(auth.ensureLogin())
    expect(outcome.error).toMatchObject({ code: 'LOGIN_FAILED', ...error })
    expect(JSON.stringify(outcome.error.cause)).toContain('no network')
    expect(count('login')).toBe(3)
    always('login', undefined)
    await pass(3000)
    expect((await settle(auth.ensureLogin())).value).toEqual({ token: expect.any(String) })
  })

  test.each(apis)(
    'fails %s in the words of the platform when the network does, and does not send it again',
    async (api) => {
      const { server } = world
      server.on('/a', { statusCode: 0, fails: { errMsg: 'no network', errno: 12 } })
      const outcome = await settle(callOf(start(), api))
      expect(outcome.error).toMatchObject({ code: 'REQUEST_FAILED', ...error })
      expect(JSON.stringify(outcome.error.cause)).toContain('no network')
      expect(server.requests).toHaveLength(1)
    },
  )

  test('lives without storage where that is full, and says so', async () => {
    const { server, always, events, count } = world
    always('setStorageSync', throws(new Error('full')))
    const auth = start()
    await settle(auth.ensureLogin())
    expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
    expect(auth.state).toEqual({ token: server.lastToken })
    expect(events).toMatchObject([{ type: 'storage-failed', operation: 'write' }, { type: 'login' }])
    expect(count('login')).toBe(1)
  })

  test('logs in anew for a session_key that has expired, where there is one', async () => {
    const { server, count } = world
    const auth = start()
    await settle(auth.ensureLogin())
    expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: server.lastToken })
    expect(count('login')).toBe(1)
    world.sessionKeyAlive = false
    expect((await settle(auth.ensureSessionKey())).value).toEqual({ token: server.lastToken })
    expect(count('login')).toBe(sessionKey === 'may expire' ? 2 : 1)
  })
})
