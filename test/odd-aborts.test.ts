import { loginTime, roundTrip, staysSilent } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle } from './helpers/world'

test.each([
  ['in success', 'success'],
  ['in complete', 'complete'],
])('an abort() %s changes nothing: the outcome is known', async (_name, callback) => {
  const { start, tasks } = createWorld()
  const auth = start()
  const task = auth.request({ url: '/a', [callback]: () => task.abort() })
  expect((await settle(task)).value.statusCode).toBe(200)
  expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 0])
})

test('an abort() ends a call from its own listener', async () => {
  const { start, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  const task = auth.uploadFile({ url: '/a', filePath: 'wxfile://photo', name: 'photo' })
  task.onProgressUpdate(() => task.abort())
  expect((await settle(task)).error).toMatchObject({ code: 'ABORTED' })
  expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
})

test('an abort() leaves alone the task of an attempt that was rejected in the tick of its call', async () => {
  const { start, next, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const abort = jest.fn()
  next('request', ({ success }) => {
    success({ statusCode: 401, header: {}, data: '' })
    return { abort }
  })
  const task = auth.request({ url: '/a' })
  const outcome = outcomeOf(task)
  task.abort()
  await pass(60_000)
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  expect(abort).not.toHaveBeenCalled()
  expect(count('login')).toBe(1)
})

test('an abort() reaches the replay of an attempt that was rejected in the tick of its call', async () => {
  const { start, next, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  next('request', ({ success }) => {
    auth.setState({ token: 'newer' })
    success({ statusCode: 401, header: {}, data: '' })
  })
  const task = auth.request({ url: '/a' })
  const outcome = outcomeOf(task)
  task.abort()
  await pass(roundTrip)
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  expect(tasks.map(({ aborts }) => aborts)).toEqual([1])
})

test('an abort() reaches the task of wx, too, when it comes while wx is being called', async () => {
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
