import { answerOf } from '../redis/client'
import { runServer } from './running-server'

test.each([
  ['/health', 'alive'],
  ['/ready', 'ready'],
])('says at %s that it is %s, as often as it is asked, without a word in the log', async (path, status) => {
  const server = await runServer({ demo: false, maxRequests: 1 })
  for (let count = 0; count < 3; count++) {
    const answer = await server.ask(path)
    expect([answer.status, answer.json]).toEqual([200, { status }])
  }
  expect((await server.ask('/news')).status).toBe(200)
  expect(await server.logged('GET /news')).toEqual(['GET /news → 200'])
})

test('is alive, but not ready, while its stores cannot be reached', async () => {
  const server = await runServer({ check: () => answerOf(Promise.reject(new Error('gone'))) })
  expect((await server.ask('/health')).status).toBe(200)
  const { status, json } = await server.ask('/ready')
  expect([status, json.error]).toEqual([503, 'store_unreachable'])
})
