import { turn } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

test('runs what withLogin was given once more after rejected(), which never returns', async () => {
  const { start, server, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const steps: unknown[] = []
  const outcome = await settle(
    auth.withLogin(async ({ state, header, rejected }) => {
      try {
        await turn()
        steps.push(header)
        if (state.token === 'stale') rejected()
        return state.token
      } finally {
        steps.push('finally')
      }
    }),
  )
  equal([outcome.value, count('login')], [server.lastToken, 1])
  equal(steps, [
    { Authorization: 'Bearer stale' },
    'finally',
    { Authorization: `Bearer ${server.lastToken}` },
    'finally',
  ])
  equal((await settle(auth.withLogin(({ rejected }) => rejected()))).code, 'REJECTED')
  const reason = new Error('of send')
  equal((await settle(auth.withLogin(() => Promise.reject(reason)))).error === reason, true)
})

test('fails a call with REQUEST_FAILED where authorize throws', async () => {
  const { start, count } = createWorld()
  const reason = new Error('of authorize')
  const auth = start({
    authorize() {
      throw reason
    },
  })
  auth.setState({ token: 'there' })
  const outcomes = [outcomeOf(auth.request({ url: '/a' })), outcomeOf(auth.withLogin(() => 'sent'))]
  await turn()
  equal(
    outcomes.map(({ code, error }) => [code, error.cause === reason]),
    outcomes.map(() => ['REQUEST_FAILED', true]),
  )
  equal(count('request'), 0)
})
