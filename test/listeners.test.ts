import type { Auth, AuthEvent } from '../src'
import { tokenOf } from './helpers/fake-server'
import { fails, loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, type Outcome, outcomeOf, pass, settle, turn, type World } from './helpers/world'

const loginAndExchange = loginTime + roundTrip

interface Heard {
  world: World
  auth: Auth
  /** What is done once, when the first change or event of a login is told. */
  first(act: (auth: Auth) => void): void
  changes: unknown[]
}

const hearing: [string, () => Heard][] = [
  ['a listener of onChange', () => hear(true)],
  ['onEvent', () => hear(false)],
]

function hear(byChange: boolean): Heard {
  const world = createWorld()
  let act: ((auth: Auth) => void) | undefined
  const once = () => {
    const mine = act
    act = undefined
    mine?.(auth)
  }
  const auth: Auth = world.start({
    onEvent: (event: AuthEvent) => {
      world.events.push(event)
      if (!byChange) once()
    },
  })
  const changes: unknown[] = []
  if (byChange) auth.onChange(once)
  auth.onChange((state) => changes.push(state))
  return {
    world,
    auth,
    changes,
    first(does) {
      act = does
    },
  }
}

describe.each(hearing)('%s', (_name, start) => {
  test('that throws hurts nobody else', async () => {
    const { world, auth, first, changes } = start()
    const mistake = new Error('mistake of the app')
    first(() => {
      throw mistake
    })
    const outcomes = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.request({ url: '/a' }))]
    await pass(loginAndExchange + roundTrip)
    expect(outcomes[0]?.value).toEqual({ token: world.server.lastToken })
    expect(outcomes[1]?.value).toMatchObject({ statusCode: 200 })
    expect(changes).toEqual([{ token: world.server.lastToken }])
    expect(world.events.map(({ type }) => type)).toEqual(['login'])
    expect(world.start().state).toEqual({ token: world.server.lastToken })
  })

  test('may throw where there is no console', async () => {
    const { world, auth, first } = start()
    first(() => {
      throw new Error('mistake of the app')
    })
    const { console } = globalThis
    Object.assign(globalThis, { console: undefined })
    const outcome = outcomeOf(auth.ensureLogin())
    await pass(loginAndExchange)
    globalThis.console = console
    expect(outcome.value).toEqual({ token: world.server.lastToken })
  })

  test('that awaits ensureLogin() or sends a request gets the new login state', async () => {
    const { world, auth, first } = start()
    const inside: Outcome[] = []
    first((auth) => {
      expect(auth.state).toEqual({ token: world.server.lastToken })
      inside.push(outcomeOf(auth.ensureLogin()), outcomeOf(auth.request({ url: '/inside' })))
    })
    const outcome = outcomeOf(auth.ensureLogin())
    await pass(loginAndExchange + roundTrip)
    expect(outcome.value).toEqual({ token: world.server.lastToken })
    expect(inside.map(({ value }) => value)).toMatchObject([outcome.value, { statusCode: 200 }])
    expect(world.count('login')).toBe(1)
  })

  test('that calls logout() leaves everyone logged out, and nobody sent', async () => {
    const { world, auth, first, changes } = start()
    first((auth) => auth.logout())
    const outcomes = [
      outcomeOf(auth.ensureLogin()),
      outcomeOf(auth.login()),
      outcomeOf(auth.request({ url: '/a' })),
      outcomeOf(auth.withLogin(() => 'was sent')),
    ]
    await pass(loginAndExchange)
    await turn()
    expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(4).fill('LOGGED_OUT'))
    expect(auth.state).toBeUndefined()
    expect(changes[changes.length - 1]).toBeUndefined()
    await pass(60_000)
    expect(world.server.requests).toEqual([])
    expect(world.start().state).toBeUndefined()
  })

  test('that calls setState() gives everyone that state', async () => {
    const { world, auth, first, changes } = start()
    world.server.tokens.add('set')
    first((auth) => auth.setState({ token: 'set' }))
    const outcomes = [outcomeOf(auth.ensureLogin()), outcomeOf(auth.withLogin(({ state }) => state))]
    await pass(loginAndExchange)
    await turn()
    expect(outcomes.map(({ value }) => value)).toEqual(Array(2).fill({ token: 'set' }))
    expect(auth.state).toEqual({ token: 'set' })
    expect(changes[changes.length - 1]).toEqual({ token: 'set' })
    expect(world.count('login')).toBe(1)
  })

  test.each([undefined, { phone: 1 }])('that calls login(%j) starts another login, one at a time', async (extra) => {
    const { world, auth, first } = start()
    let inside: Outcome = { settled: false }
    first((auth) => {
      inside = outcomeOf(auth.login(extra))
    })
    const outcome = outcomeOf(auth.ensureLogin())
    await pass(2 * loginAndExchange)
    await turn()
    expect(outcome.settled).toBe(true)
    expect(inside.value).toEqual({ token: world.server.issued[1] })
    expect(auth.state).toEqual(inside.value)
    expect(world.count('login')).toBe(2)
  })
})

test('that hears of a failed login may ask again without a deadlock', async () => {
  const world = createWorld()
  const inside: Outcome[] = []
  const auth: Auth = world.start({
    onEvent: ({ type }) => {
      if (type !== 'login-failed' || inside.length) return
      inside.push(outcomeOf(auth.ensureLogin()))
      inside.push(outcomeOf(auth.login()))
    },
  })
  world.next('login', fails('login:fail blocked', 1402101))
  const outcome = outcomeOf(auth.ensureLogin())
  await pass(roundTrip)
  await turn()
  expect(outcome.error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(inside[0]?.error).toBe(outcome.error)
  await pass(loginAndExchange)
  expect(inside[1]?.value).toEqual({ token: world.server.lastToken })
  expect(world.count('login')).toBe(2)
})

test('tells onEvent of everything although it throws each time', async () => {
  const world = createWorld()
  const told: string[] = []
  const auth = world.start({
    onEvent: ({ type }) => {
      told.push(type)
      throw new Error('mistake of the app')
    },
  })
  world.server.extra = { session_key: 'secret' }
  world.next('setStorageSync', () => {
    throw new Error('full')
  })
  expect((await settle(auth.ensureLogin())).value).toEqual({ token: world.server.lastToken })
  world.server.extra = {}
  world.server.revokeAll()
  expect((await settle(auth.request({ url: '/a' }))).value).toMatchObject({ statusCode: 200 })
  world.server.nextExchange({ statusCode: 403 })
  expect((await settle(auth.login())).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  auth.logout()
  expect([...told].sort()).toEqual([
    'login',
    'login',
    'login-failed',
    'logout',
    'rejected',
    'session-key-exposed',
    'storage-failed',
  ])
})

test('that hears of a rejection and sends a request does not send the rejected login state again', async () => {
  const { start, server } = createWorld()
  const auth = start({
    onEvent: (event) => {
      if (event.type === 'rejected') outcomeOf(auth.request({ url: '/from-listener' }))
    },
  })
  await settle(auth.ensureLogin())
  server.revokeAll()
  await settle(auth.request({ url: '/a' }))
  expect(server.requests.map(({ url }) => url.replace(server.baseUrl, ''))).toEqual(['/a', '/from-listener', '/a'])
  expect(server.requests.map(tokenOf)).toEqual([server.issued[0], server.issued[1], server.issued[1]])
})
