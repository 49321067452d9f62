import type { Attempt, Auth } from '../src'
import { roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

/** A `send` that is refused the tokens that it is told of, and answers any other with it. */
function createSend(...refused: string[]) {
  const tokens: string[] = []
  const send = async ({ state, rejected }: Attempt) => {
    tokens.push(state.token)
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (refused.includes(state.token) || refused.includes('any')) rejected()
    return state.token
  }
  return { send, tokens }
}

const stale = (auth: Auth) => auth.setState({ token: 'stale' })

const thrown = new Error('of the caller')

test('runs send once more with a new login state after rejected(), which never returns', async () => {
  const { server, start, count, events } = createWorld()
  const auth = start()
  stale(auth)
  const steps: string[] = []
  const { value } = await settle(
    auth.withLogin(({ state, rejected }) => {
      steps.push(state.token)
      if (state.token === 'stale') {
        rejected()
        steps.push('after rejected()')
      }
      return 'sent'
    }),
  )
  expect(value).toBe('sent')
  expect(steps).toEqual(['stale', server.lastToken])
  expect(count('login')).toBe(1)
  expect(events).toStrictEqual([
    { type: 'rejected', url: undefined, replay: false },
    expect.objectContaining({ type: 'login', reason: 'rejected' }),
  ])
})

test('shares the login after a rejection with requests', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  stale(auth)
  const { send } = createSend('stale')
  const outcomes = [auth.request({ url: '/a' }), auth.withLogin(send), auth.withLogin(send)].map(outcomeOf)
  await pass(10_000)
  await turn()
  expect(outcomes.map(({ value }) => value?.statusCode ?? value)).toEqual([200, server.lastToken, server.lastToken])
  expect(count('login')).toBe(1)
})

test('ends with REJECTED after a second rejected(), keeps the state and begins a quiet time', async () => {
  const { server, start, count, events } = createWorld()
  const auth = start()
  stale(auth)
  const { send, tokens } = createSend('any')
  expect((await settle(auth.withLogin(send))).error).toMatchObject({ name: 'AuthError', code: 'REJECTED' })
  expect(tokens).toEqual(['stale', server.lastToken])
  expect(auth.state).toEqual({ token: server.lastToken })
  expect(events.filter(({ type }) => type === 'rejected')).toEqual([
    { type: 'rejected', replay: false },
    { type: 'rejected', replay: true },
  ])

  expect((await settle(auth.withLogin(send))).error).toMatchObject({ code: 'REJECTED' })
  expect(tokens).toHaveLength(3)
  expect(count('login')).toBe(1)
  server.on('/a', { statusCode: 401 })
  outcomeOf(auth.request({ url: '/a' }))
  await pass(roundTrip)
  expect(server.requests).toHaveLength(1)
})

test('runs send once more with the newest state, without a login, when an older one was refused', async () => {
  const { start, count } = createWorld()
  const auth = start()
  stale(auth)
  const { send, tokens } = createSend('stale')
  const promise = auth.withLogin(send)
  auth.setState({ token: 'newer' })
  expect((await settle(promise)).value).toBe('newer')
  expect(tokens).toEqual(['stale', 'newer'])
  expect(count('login')).toBe(0)
})

test('rejects with the error of the login that fails after rejected()', async () => {
  const { server, start } = createWorld()
  const auth = start()
  stale(auth)
  server.everyExchange({ statusCode: 403 })
  const { send, tokens } = createSend('stale')
  expect((await settle(auth.withLogin(send))).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(tokens).toEqual(['stale'])
})

test.each<[string, (attempt: Attempt) => unknown]>([
  [
    'swallows what rejected() throws',
    ({ rejected }) => {
      try {
        rejected()
      } catch {}
      return 'of the rejected attempt'
    },
  ],
  [
    'throws something else on its way out',
    ({ rejected }) => {
      try {
        rejected()
      } catch {
        throw thrown
      }
    },
  ],
  [
    'calls it twice',
    ({ rejected }) => {
      try {
        rejected()
      } catch {}
      rejected()
    },
  ],
  [
    'calls it out of a callback and stays silent',
    ({ rejected }) => {
      setTimeout(() => expect(rejected).toThrow(), 10)
      return new Promise(() => {})
    },
  ],
])('replays once, and takes the outcome of that, where send %s', async (_name, refused) => {
  const { start, count } = createWorld()
  const auth = start()
  stale(auth)
  const send = jest.fn((attempt: Attempt) => (attempt.state.token === 'stale' ? refused(attempt) : 'of the replay'))
  expect((await settle(auth.withLogin(send))).value).toBe('of the replay')
  expect(send).toHaveBeenCalledTimes(2)
  expect(count('login')).toBe(1)
})

test('does not replay after an outcome: a rejected() that comes later only throws REJECTED', async () => {
  const { start, count } = createWorld()
  const auth = start()
  stale(auth)
  const attempts: Attempt[] = []
  const { value } = await settle(auth.withLogin((attempt) => attempts.push(attempt)))
  expect(value).toBe(1)
  expect(attempts[0]?.rejected).toThrow(expect.objectContaining({ code: 'REJECTED' }))
  expect(attempts[0]?.rejected).toThrow(/^REJECTED: ./)
  await pass(60_000)
  expect(attempts).toHaveLength(1)
  expect(count('login')).toBe(0)
  expect(auth.state).toEqual({ token: 'stale' })
})
