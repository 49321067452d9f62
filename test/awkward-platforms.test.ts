import { type Api, apis, callOf } from './helpers/calls'
import { loginTime, roundTrip, type Script, throws } from './helpers/fake-wx'
import { consoleLines, createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

const ok = { statusCode: 200, header: {}, data: 'first', errMsg: 'ok' }
const refusal = { statusCode: 401, header: {}, data: '', errMsg: 'ok' }
const failure = { errMsg: 'fail of the platform', errno: 5 }

/** Makes a call with a good login state, on a phone that answers it so. */
async function callOn(api: Api, script: Script) {
  const world = createWorld()
  const auth = world.start()
  auth.setState({ token: 'good' })
  world.next(api, script)
  const told: string[] = []
  const callbacks = {
    success: () => told.push('success'),
    fail: () => told.push('fail'),
    complete: () => told.push('complete'),
  }
  const task = callOf(auth, api, callbacks)
  const outcome = await settle(task)
  await pass(60_000)
  return { ...world, count: world.count, auth, outcome, told, task }
}

describe.each(apis)('a %s', (api) => {
  test.each<[string, Script]>([
    ['succeeds twice', ({ success }) => [success(ok), success({ ...ok, data: 'second' })]],
    ['succeeds, then fails', ({ success, fail }) => [success(ok), fail(failure)]],
    [
      'succeeds, then throws',
      ({ success }) => [
        success(ok),
        throws(new Error('of wx'))(
          {},
          () => {},
          () => {},
        ),
      ],
    ],
    ['completes before it succeeds', ({ success, complete }) => [complete?.(ok), success(ok), complete?.(ok)]],
    [
      'succeeds later, and twice',
      ({ success }, _usual, later) => [later(5, () => success(ok)), later(9, () => success(ok))],
    ],
    ['succeeds in the same tick and has no task', ({ success }) => void success(ok)],
    ['succeeds later and has no task', ({ success }, _usual, later) => later(5, () => success(ok))],
  ])('resolves once where the phone %s', async (_name, script) => {
    const { outcome, told, count } = await callOn(api, script)
    expect(outcome.value).toEqual(ok)
    expect(told).toEqual(['success', 'complete'])
    expect(count(api)).toBe(1)
    expect(count('login')).toBe(0)
  })

  test.each<[string, Script]>([
    ['fails twice', ({ fail }) => [fail(failure), fail({ errMsg: 'another' })]],
    ['fails, then succeeds', ({ success, fail }) => [fail(failure), success(ok)]],
    ['fails, then succeeds with a rejection', ({ success, fail }) => [fail(failure), success(refusal)]],
    ['completes before it fails', ({ fail, complete }) => [complete?.(failure), fail(failure), complete?.(failure)]],
    ['throws', throws(failure)],
    [
      'fails, then throws',
      ({ fail }) => [
        fail(failure),
        throws(new Error('of wx'))(
          {},
          () => {},
          () => {},
        ),
      ],
    ],
  ])('rejects once with REQUEST_FAILED where the phone %s', async (_name, script) => {
    const { outcome, told, count } = await callOn(api, script)
    expect(outcome.error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: failure.errMsg, errno: 5 })
    expect(outcome.error.cause).toBe(failure)
    expect(told).toEqual(['fail', 'complete'])
    expect(count(api)).toBe(1)
    expect(count('login')).toBe(0)
  })

  test.each<[string, Script]>([
    ['fails and says nothing', ({ fail }) => fail()],
    ['throws nothing', throws(undefined)],
    ['fails with a text', ({ fail }) => fail('a text')],
  ])('rejects with an errMsg of our own where the phone %s', async (_name, script) => {
    const { outcome } = await callOn(api, script)
    expect(outcome.error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: expect.stringMatching(/^request:fail ./) })
  })

  test('is settled where the phone succeeds and says nothing', async () => {
    const { outcome, told } = await callOn(api, ({ success }) => success())
    expect(outcome.settled).toBe(true)
    expect(told).toHaveLength(2)
  })

  test.each<[string, (answer: Script) => Script]>([
    [
      'twice',
      (answer) =>
        (...given) => [answer(...given), answer(...given)],
    ],
    ['in the same tick', (answer) => answer],
    [
      'before it throws,',
      (answer) =>
        (...given) => [answer(...given), throwing()],
    ],
    ['later', (answer) => (options, usual, later) => later(5, () => answer(options, usual, later))],
  ])('is replayed once where the phone says %s that it was rejected', async (_name, make) => {
    const { outcome, told, count } = await callOn(
      api,
      make(({ success }) => success(refusal)),
    )
    expect(outcome.value.statusCode).toBe(200)
    expect(told).toEqual(['success', 'complete'])
    expect(count('login')).toBe(1)
    expect(count(api)).toBe(api === 'request' ? 3 : 2)
  })

  test('is replayed as it was where the phone changes the options that it is given', async () => {
    const { server, start, next, calls } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    next(api, (options, usual) => {
      const task = usual()
      for (const name of ['url', 'timeout', 'method']) delete options[name]
      options.header['X-Trace'] = 'changed'
      return task
    })
    const { value } = await settle(callOf(auth, api, { timeout: 5000, header: { 'X-Trace': 'abc' } }))
    expect(value.statusCode).toBe(200)
    expect(calls[calls.length - 1]?.options).toMatchObject({ url: 'https://api.test/a', timeout: 5000 })
    expect(server.requests[1]?.header['X-Trace']).toBe('abc')
  })

  test.each<[string, object | undefined]>([
    ['no task', undefined],
    ['a task without methods', {}],
    ['a task whose methods throw', { abort: throwing, onHeadersReceived: throwing, onProgressUpdate: throwing }],
  ])('can be listened to and aborted where the phone gives %s', async (_name, wxTask) => {
    const { start, next } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    next(api, () => wxTask)
    const task: any = callOf(auth, api)
    const outcome = outcomeOf(task)
    const part = api === 'request' ? 'ChunkReceived' : 'ProgressUpdate'
    for (const method of ['onHeadersReceived', `on${part}`, 'offHeadersReceived', `off${part}`]) task[method](() => {})
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    for (const line of consoleLines()) expect(line).toEqual([mistake])
  })
})

const mistake = new Error('of the task')

function throwing() {
  throw mistake
}

test('works where everything is answered in the same tick', async () => {
  const { start, always, count } = createWorld()
  always('login', ({ success }) => success({ code: `code-${count('login')}` }))
  always('request', ({ url, header, success }) =>
    success(
      url.endsWith('/login')
        ? { statusCode: 200, data: { token: 'given' } }
        : { statusCode: 200, header: {}, data: header },
    ),
  )
  const auth = start()
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await turn()
  expect(outcome.value.data).toEqual({ Authorization: 'Bearer given' })
  expect(auth.state).toEqual({ token: 'given' })
})

test('says nothing on the console about any of this', async () => {
  await callOn('request', ({ success }) => [success(ok), success(ok)])
  await pass(loginTime + roundTrip)
  expect(consoleLines()).toEqual([])
})
