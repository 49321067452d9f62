import { apis, callOf } from './helpers/calls'
import { loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

describe.each(apis)('the abort() of a %s', (api) => {
  test('ends it while it waits for a login: it is never sent, and the others go on', async () => {
    const { start, sent, count, events } = createWorld()
    const auth = start()
    const task = callOf(auth, api)
    const aborted = outcomeOf(task)
    const others = [callOf(auth, api, { url: '/b' }), auth.ensureLogin()].map(outcomeOf)
    await pass(loginTime)
    task.abort()
    await turn()
    expect(aborted.error).toMatchObject({ name: 'AuthError', code: 'ABORTED', errMsg: `${api}:fail abort` })
    await pass(2 * roundTrip)

    expect(others.map(({ error }) => error)).toEqual([undefined, undefined])
    expect(others[0]?.value.statusCode).toBe(200)
    expect(sent.map(({ url }) => url)).toEqual(['https://api.test/login', 'https://api.test/b'])
    expect(count('login')).toBe(1)
    expect(events.map(({ type }) => type)).toEqual(['login'])
  })

  test('ends it in flight, and aborts the task of wx once', async () => {
    const { start, tasks, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const task = callOf(auth, api)
    const outcome = outcomeOf(task)
    await pass(roundTrip - 1)
    task.abort()
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
    await pass(60_000)
    expect(count('login')).toBe(0)
    expect(auth.state).toEqual({ token: 'stale' })
  })

  test('ends it in the tick that began it', async () => {
    const { start, tasks } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    const task = callOf(auth, api)
    const outcome = outcomeOf(task)
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
  })

  test('ends it during the login after its rejection: there is no replay, and the others have theirs', async () => {
    const { server, start, tasks, count } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const task = callOf(auth, api)
    const aborted = outcomeOf(task)
    const other = outcomeOf(callOf(auth, api, { url: '/b' }))
    await pass(roundTrip + 1)
    task.abort()
    await turn()
    expect(aborted.error).toMatchObject({ code: 'ABORTED' })
    await pass(loginTime + 2 * roundTrip)
    expect(other.value.statusCode).toBe(200)
    expect(server.requests.map(({ url }) => url.slice(-2))).toEqual(['/a', '/b', '/b'])
    expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 0, 0, 0])
    expect(count('login')).toBe(1)
  })

  test('ends its replay in flight, and aborts the task of that one', async () => {
    const { start, tasks } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const task = callOf(auth, api)
    const outcome = outcomeOf(task)
    await pass(roundTrip + loginTime + roundTrip + 1)
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 0, 1])
  })

  test('does nothing once it has ended', async () => {
    const { start, tasks } = createWorld()
    const task = callOf(start(), api)
    const { value } = await settle(task)
    task.abort()
    await pass(1000)
    expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 0])
    expect((await settle(task)).value).toBe(value)
  })

  test.each(['optional', 'none'])("ends one with login: '%s', too", async (login) => {
    const { start, tasks } = createWorld()
    const task = callOf(start(), api, { login })
    const outcome = outcomeOf(task)
    await pass(1)
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
  })
})

test.each([
  ['in success', 'success'],
  ['in complete', 'complete'],
])('changes nothing %s: the outcome is known', async (_name, callback) => {
  const { start, tasks } = createWorld()
  const auth = start()
  const task = auth.request({ url: '/a', [callback]: () => task.abort() })
  expect((await settle(task)).value.statusCode).toBe(200)
  expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 0])
})

test('ends a call from its own listener', async () => {
  const { start, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  const task = auth.uploadFile({ url: '/a', filePath: 'wxfile://photo', name: 'photo' })
  task.onProgressUpdate(() => task.abort())
  expect((await settle(task)).error).toMatchObject({ code: 'ABORTED' })
  expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
})

test('aborts the task of wx, too, when it comes while wx is being called', async () => {
  const { start, next, tasks } = createWorld()
  const task = start().request({ url: '/a' })
  const outcome = outcomeOf(task)
  next('request', (_options, usual) => usual())
  next('request', (_options, usual) => {
    task.abort()
    return usual()
  })
  await pass(loginTime + 2 * roundTrip)
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 1])
})

test.each([200, 401])(
  'drops a %d that wx delivers after the abort: no login, no second outcome',
  async (statusCode) => {
    const { start, next, count, events } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    const answers: any[] = []
    next('request', (options) => {
      answers.push(options)
      return { abort() {} }
    })
    const told: string[] = []
    const task = auth.request({
      url: '/a',
      success: () => told.push('success'),
      fail: ({ code }) => told.push(code),
      complete: () => told.push('complete'),
    })
    const outcome = outcomeOf(task)
    task.abort()
    answers[0].success({ statusCode, header: {}, data: '' })
    await pass(60_000)
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    expect(told).toEqual(['ABORTED', 'complete'])
    expect(count('login')).toBe(0)
    expect(events).toEqual([])
    expect(auth.state).toEqual({ token: 'good' })
  },
)

test('leaves no timer when the only one who waits is aborted and the login times out', async () => {
  const { start, next } = createWorld()
  next('login', staysSilent)
  const task = start().request({ url: '/a' })
  const outcome = outcomeOf(task)
  task.abort()
  await pass(15_000)
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  expect(jest.getTimerCount()).toBe(0)
})
