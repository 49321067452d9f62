import { createMy } from '../../platforms/alipay'
import { pass } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, loadForAlipay, outcomeOf, settle } from '../suite/world'

test('gives alipay', () => {
  equal(Object.keys(loadForAlipay()), ['alipay'])
})

test('sees a rejection at Alipay, and keeps the new state over a restart', async () => {
  const world = createWorld()
  const start = () => world.start({ platform: loadForAlipay().alipay(createMy(world)) })
  const auth = start()
  auth.setState({ token: 'stale' })
  equal((await settle(auth.request({ url: '/a' }))).value.statusCode, 200)
  equal(start().state, { token: world.server.lastToken })
  equal(world.count('login'), 1)
})

test('fails a download and an upload at Alipay in the words of wx', async () => {
  const world = createWorld()
  const auth = world.start({ platform: loadForAlipay().alipay(createMy(world)) })
  world.server.on('/a', { statusCode: 0, fails: { errMsg: 'offline', errno: 12 } })
  const outcomes = [
    outcomeOf(auth.downloadFile({ url: '/a' })),
    outcomeOf(auth.uploadFile({ url: '/a', filePath: 'tmp/a', name: 'a' })),
  ]
  await pass(2000)
  const told = outcomes.map(({ code, error }) => [code, error?.errMsg, error?.errno])
  equal(told, Array(2).fill(['REQUEST_FAILED', 'offline', 12]))
})
