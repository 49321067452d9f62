import { loginTime, roundTrip, type Script, staysSilent, succeedsAtOnce, throws } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

const loginAndExchange = loginTime + roundTrip
const token = expect.stringMatching(/^token-/)

const rejected = (reason: unknown): any => {
  // As a platform does that calls back and returns a promise as well.
  return Promise.reject(reason)
}

const good: [string, 'login' | 'request', Script][] = [
  ['wx.login calls back in the same tick', 'login', succeedsAtOnce({ code: 'code-1-of-wx-login', errMsg: 'login:ok' })],
  [
    'wx.login succeeds twice with one code',
    'login',
    (options) => {
      options.success({ code: 'code-1-of-wx-login' })
      options.success({ code: 'code-1-of-wx-login' })
    },
  ],
  [
    'wx.login succeeds, then fails',
    'login',
    (options) => {
      options.success({ code: 'code-1-of-wx-login' })
      options.fail({ errMsg: 'login:fail' })
    },
  ],
  [
    'wx.login succeeds, then throws',
    'login',
    (options) => {
      options.success({ code: 'code-1-of-wx-login' })
      throw new Error('too late')
    },
  ],
  [
    'wx.login returns a promise besides calling back',
    'login',
    (options) => {
      options.success({ code: 'code-1-of-wx-login' })
      return Promise.resolve({ code: 'code-1-of-wx-login' })
    },
  ],
  [
    'wx.login returns a rejected promise besides calling back',
    'login',
    (options) => {
      options.success({ code: 'code-1-of-wx-login' })
      return rejected({ errMsg: 'login:fail' })
    },
  ],
  ['the request of the exchange returns nothing', 'request', (_options, usual) => void usual()],
  [
    'the request of the exchange calls back in the same tick',
    'request',
    succeedsAtOnce({ statusCode: 200, data: { token: 'token-at-once' }, header: {}, errMsg: 'request:ok' }),
  ],
  [
    'the request of the exchange calls back twice',
    'request',
    (options) => {
      options.success({ statusCode: 200, data: { token: 'token-first' }, header: {}, errMsg: 'request:ok' })
      options.success({ statusCode: 200, data: { token: 'token-second' }, header: {}, errMsg: 'request:ok' })
      options.fail({ errMsg: 'request:fail' })
    },
  ],
  [
    'the request of the exchange returns a promise besides calling back',
    'request',
    (options) => {
      options.success({ statusCode: 200, data: { token: 'token-at-once' }, header: {}, errMsg: 'request:ok' })
      return rejected({ errMsg: 'request:fail' })
    },
  ],
  [
    'the request of the exchange calls back in the wrong order',
    'request',
    (options) => {
      const response = { statusCode: 200, data: { token: 'token-at-once' }, header: {}, errMsg: 'request:ok' }
      options.complete?.(response)
      options.success(response)
    },
  ],
]

test.each(good)('logs in once, with one attempt, where %s', async (_name, method, script) => {
  const world = createWorld()
  world.next(method, script)
  const auth = world.start()
  const changes: unknown[] = []
  auth.onChange((state) => changes.push(state))
  const outcomes = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.withLogin(({ state }) => state))]
  await pass(loginAndExchange)
  await turn()
  expect(outcomes.map(({ value }) => value)).toEqual([{ token }, { token }])
  expect(auth.state).toEqual(outcomes[0]?.value)
  expect(changes).toEqual([auth.state])
  await pass(60_000)
  expect(world.count('login')).toBe(1)
  expect(world.events).toMatchObject([{ type: 'login', attempts: 1 }])
})

const bad: [string, Script][] = [
  [
    'fails twice',
    (options) => {
      options.fail({ errMsg: 'login:fail' })
      options.fail({ errMsg: 'login:fail' })
    },
  ],
  [
    'fails, then throws',
    (options) => {
      options.fail({ errMsg: 'login:fail' })
      throw new Error('too late')
    },
  ],
  ['throws a string', throws('not now')],
  ['throws undefined', throws(undefined)],
  [
    'fails and returns a rejected promise',
    (options) => {
      options.fail({ errMsg: 'login:fail' })
      return rejected({ errMsg: 'login:fail' })
    },
  ],
]

test.each(bad)('makes one other attempt where wx.login %s', async (_name, script) => {
  const world = createWorld()
  world.next('login', script)
  expect((await settle(world.start().ensureLogin())).value).toEqual({ token })
  await pass(60_000)
  expect(world.count('login')).toBe(2)
})

test('leaves no unhandled rejection where wx.login stays silent but returns a rejected promise', async () => {
  const world = createWorld()
  world.next('login', (options, usual, later) => {
    staysSilent(options, usual, later)
    return rejected({ errMsg: 'login:fail' })
  })
  const { error } = await settle(world.start({ loginTimeout: 1000 }).ensureLogin())
  expect(error.code).toMatch(/^(TIMEOUT|LOGIN_FAILED)$/)
})

test('logs in where a phone has nothing but the language', async () => {
  const world = createWorld()
  const scope: any = globalThis
  const names = [
    'URL',
    'URLSearchParams',
    'AbortController',
    'TextEncoder',
    'TextDecoder',
    'structuredClone',
    'console',
  ]
  const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(scope, name)] as const)
  for (const name of names) delete scope[name]
  try {
    const auth = world.start()
    world.server.nextExchange({ statusCode: 503 })
    const outcome = outcomeOf(auth.request({ url: '/a' }))
    await pass(2 * loginAndExchange + 500 + roundTrip)
    expect(outcome.value).toMatchObject({ statusCode: 200 })
    world.server.nextExchange({ statusCode: 200, data: { session_key: 'secret' } })
    const failing = outcomeOf(auth.login())
    await pass(loginAndExchange)
    expect(failing.error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  } finally {
    for (const [name, descriptor] of kept) if (descriptor) Object.defineProperty(scope, name, descriptor)
  }
})
