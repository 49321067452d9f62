import type { Attempt } from '../src'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

test('runs send in the same tick where a login state is usable, with the state and the headers of authorize', async () => {
  const { start } = createWorld()
  const auth = start({ authorize: ({ token }) => ({ 'X-Login': token }) })
  auth.setState({ token: 'good' })
  const attempts: Attempt[] = []
  const outcome = outcomeOf(auth.withLogin((attempt) => attempts.push(attempt)))
  expect(attempts).toMatchObject([{ state: { token: 'good' }, header: { 'X-Login': 'good' } }])
  await turn()
  expect(outcome.value).toBe(1)
})

test('waits for a login first where there is none, and runs send once', async () => {
  const { server, start, count } = createWorld()
  const auth = start()
  const send = jest.fn(({ state }: Attempt) => state.token)
  const outcomes = [auth.withLogin(send), auth.request({ url: '/a' })].map(outcomeOf)
  expect(send).not.toHaveBeenCalled()
  await pass(loginTime + 2 * roundTrip)
  expect(send).toHaveBeenCalledTimes(1)
  expect(outcomes.map(({ value }) => value.statusCode ?? value)).toEqual([server.lastToken, 200])
  expect(count('login')).toBe(1)
})

test('never runs send where the login fails, and rejects with its error', async () => {
  const { server, start } = createWorld()
  server.everyExchange({ statusCode: 403 })
  const send = jest.fn(({ state }: Attempt) => state.token)
  expect((await settle(start().withLogin(send))).error).toMatchObject({ code: 'EXCHANGE_FAILED' })
  expect(send).not.toHaveBeenCalled()
})

test.each([
  ['a value', () => 7],
  ['a promise', () => Promise.resolve(7)],
])('resolves with what send returns: %s', async (_name, send) => {
  const auth = createWorld().start()
  auth.setState({ token: 'good' })
  expect((await settle(auth.withLogin(send))).value).toBe(7)
})

const thrown = new Error('of the caller')
test.each([
  [
    'throws',
    () => {
      throw thrown
    },
  ],
  ['rejects with', () => Promise.reject(thrown)],
])('passes through what send %s, runs it no more and keeps the login state', async (_name, send) => {
  const { start, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  const run = jest.fn(send)
  expect((await settle(auth.withLogin(run))).error).toBe(thrown)
  expect(run).toHaveBeenCalledTimes(1)
  expect(auth.state).toEqual({ token: 'good' })
  expect(count('login')).toBe(0)
})

test('gives each attempt headers of its own', async () => {
  const { server, start } = createWorld()
  const shared = { 'X-App': 'demo' }
  const auth = start({ authorize: () => shared })
  auth.setState({ token: 'stale' })
  const headers: object[] = []
  const { value } = await settle(
    auth.withLogin(({ state, header, rejected }) => {
      headers.push({ ...header })
      header['X-App'] = 'changed'
      return state.token === 'stale' ? rejected() : state.token
    }),
  )
  expect(value).toBe(server.lastToken)
  expect(headers).toEqual([{ 'X-App': 'demo' }, { 'X-App': 'demo' }])
})
