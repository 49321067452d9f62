import { type Api, apis, callOf } from './helpers/calls'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { consoleLines, createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

/** Callbacks that write down what they are told, in order. */
function createCallbacks() {
  const told: [string, any][] = []
  const callbacks = {
    success: (result: unknown) => void told.push(['success', result]),
    fail: (error: unknown) => void told.push(['fail', error]),
    complete: (result: unknown) => void told.push(['complete', result]),
  }
  return { told, callbacks }
}

describe.each(apis)('of a %s', (api: Api) => {
  test('calls success, then complete, once each, with the result', async () => {
    const { start } = createWorld()
    const { told, callbacks } = createCallbacks()
    const { value } = await settle(callOf(start(), api, callbacks))
    await turn()
    expect(told.map(([name]) => name)).toEqual(['success', 'complete'])
    for (const [, result] of told) expect(result).toBe(value)
    expect(value.statusCode).toBe(200)
  })

  test('calls none for the rejection that a replay cures', async () => {
    const { start } = createWorld()
    const auth = start()
    auth.setState({ token: 'stale' })
    const { told, callbacks } = createCallbacks()
    const outcome = outcomeOf(callOf(auth, api, callbacks))
    await pass(roundTrip + loginTime + 2 * roundTrip - 1)
    expect(told).toEqual([])
    await pass(1)
    expect(outcome.value.statusCode).toBe(200)
    expect(told).toEqual([
      ['success', outcome.value],
      ['complete', outcome.value],
    ])
  })

  test.each([
    ['a network failure', 'REQUEST_FAILED', { statusCode: 200, fails: { errMsg: 'request:fail ' } }],
    ['a refused replay', 'REJECTED', { statusCode: 401 }],
  ])('calls fail, then complete, once each, with the error of %s', async (_name, code, answer) => {
    const { server, start } = createWorld()
    server.on('/a', answer)
    const { told, callbacks } = createCallbacks()
    const auth = start()
    auth.setState({ token: 'stale' })
    const { error } = await settle(callOf(auth, api, callbacks))
    await turn()
    expect(error).toMatchObject({ code })
    expect(told.map(([name]) => name)).toEqual(['fail', 'complete'])
    for (const [, told_] of told) expect(told_).toBe(error)
  })

  test('calls fail and complete where the login fails', async () => {
    const { server, start } = createWorld()
    server.everyExchange({ statusCode: 403 })
    const { told, callbacks } = createCallbacks()
    const { error } = await settle(callOf(start(), api, callbacks))
    expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
    expect(told).toEqual([
      ['fail', error],
      ['complete', error],
    ])
  })

  test('calls fail and complete at once where the caller aborts', async () => {
    const { start } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    const { told, callbacks } = createCallbacks()
    const task = callOf(auth, api, callbacks)
    const outcome = outcomeOf(task)
    task.abort()
    await turn()
    expect(outcome.error).toMatchObject({ code: 'ABORTED' })
    await pass(roundTrip)
    expect(told).toEqual([
      ['fail', outcome.error],
      ['complete', outcome.error],
    ])
  })
})

test.each([
  ['success', 200],
  ['complete', 200],
  ['fail', 'REQUEST_FAILED'],
  ['complete', 'REQUEST_FAILED'],
])(
  'lets a %s that throws hurt nobody: not the call, not its other callbacks, not the others that wait',
  async (name, end) => {
    const { server, start } = createWorld()
    const auth = start()
    const { told, callbacks } = createCallbacks()
    const failure = { statusCode: 200, fails: { errMsg: 'request:fail ' } }
    server.on('/a', end === 200 ? { statusCode: 200 } : failure)
    const mistake = new Error('of the caller')
    const throwing = () => {
      told.push([name, undefined])
      throw mistake
    }
    const outcome = outcomeOf(auth.request({ url: '/a', ...callbacks, [name]: throwing }))
    const others = [auth.request({ url: '/b' }), auth.ensureLogin(), auth.withLogin(() => 'sent')].map(outcomeOf)
    await pass(loginTime + 2 * roundTrip)

    expect(outcome.error?.code ?? outcome.value.statusCode).toBe(end)
    expect(told.map(([name]) => name)).toEqual([end === 200 ? 'success' : 'fail', 'complete'])
    expect(others.map(({ error }) => error)).toEqual([undefined, undefined, undefined])
    expect(others.map(({ settled }) => settled)).toEqual([true, true, true])
    expect(consoleLines()).toEqual([[mistake]])
  },
)

test('lets the callbacks of one caller that throw hurt none of 20 whose state was rejected', async () => {
  const { start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const success = () => {
    throw new Error('of the caller')
  }
  const outcomes = Array.from({ length: 20 }, () => outcomeOf(auth.request({ url: '/a', success, complete: success })))
  await pass(roundTrip + loginTime + 2 * roundTrip)
  expect(outcomes.map(({ value }) => value?.statusCode)).toEqual(Array(20).fill(200))
  expect(count('login')).toBe(1)
})

// Jest fails a test that leaves a rejection unhandled.
test.each([
  ['fail', 'in flight'],
  ['complete', 'in flight'],
  ['fail', 'that waits for a login'],
  ['complete', 'that waits for a login'],
])(
  'makes no unhandled rejection of a promise that nobody awaits where %s is given to a request %s',
  async (name, when) => {
    const { server, start } = createWorld()
    const auth = start()
    server.everyExchange({ statusCode: 403 })
    server.on('/a', { statusCode: 200, fails: { errMsg: 'request:fail ' } })
    if (when === 'in flight') auth.setState({ token: 'good' })
    const codes: string[] = []
    for (const api of apis) callOf(auth, api, { [name]: ({ code }: any) => codes.push(code) })
    await pass(loginTime + 2 * roundTrip)
    expect(codes).toEqual(Array(3).fill(when === 'in flight' ? 'REQUEST_FAILED' : 'EXCHANGE_FAILED'))
  },
)

test('lets a callback make the next call', async () => {
  const { start, count } = createWorld()
  const auth = start()
  const next: any[] = []
  outcomeOf(auth.request({ url: '/a', success: () => next.push(outcomeOf(auth.request({ url: '/b' }))) }))
  await pass(loginTime + 3 * roundTrip)
  expect(next.map(({ value }) => value?.data.path)).toEqual(['/b'])
  expect(count('login')).toBe(1)
})
