import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createReadmeApp, headingsWithCode } from './helpers/readme'
import { consoleLines, createWorld, pass, settle } from './helpers/world'

test('exchanges codes and finds rejections in the way of a server that wraps its answers', async () => {
  const world = createWorld()
  world.server.on('/sessions', ({ data }) => ({
    statusCode: 200,
    data: { code: 0, result: { token: `token-for-${data.js_code}` } },
  }))
  world.server.on('/a', ({ header }) => ({
    statusCode: 200,
    data: header['X-Token'] === 'token-for-code-1-of-wx-login' ? { code: -1001 } : { code: 0, result: 'answer' },
  }))
  const { auth } = createReadmeApp(world).run('Options')
  expect((await settle(auth.request({ url: '/a' }))).value.data).toEqual({ code: 0, result: 'answer' })
  expect(world.count('login')).toBe(2)
})

test('ends the login where that server refuses the code', async () => {
  const world = createWorld()
  world.server.on('/sessions', { statusCode: 200, data: { code: 7 } })
  const { error } = await settle(createReadmeApp(world).run('Options').auth.ensureLogin())
  expect(error).toMatchObject({
    code: 'EXCHANGE_FAILED',
    cause: { message: 'The server answered the exchange with 7' },
  })
  expect(world.count('login')).toBe(1)
})

test.each([
  ['answers in time', 0, [[{}], [200, ['tea']]]],
  ['does not', 5000, [['ABORTED']]],
])('hears headers and answer of a task, or aborts it, where the server %s', async (_name, delay, lines) => {
  const world = createWorld()
  world.server.on('/orders', { statusCode: 200, data: { orders: ['tea'] }, ...(delay && { delay }) })
  createReadmeApp(world).run('Methods')
  await pass(6000)
  expect(consoleLines()).toEqual(lines)
})

test('tells a logout from what else may fail', async () => {
  const world = createWorld()
  const app = createReadmeApp(world)
  const { loadOrders } = app.run('Errors')
  world.server.on('/orders', { statusCode: 200, data: { orders: ['tea'] } })
  expect((await settle(loadOrders())).value).toEqual(['tea'])
  world.server.on('/orders', { statusCode: 0, fails: { errMsg: 'request:fail offline' } })
  expect((await settle(loadOrders())).error).toMatchObject({ code: 'REQUEST_FAILED' })
  app.auth.logout()
  expect((await settle(loadOrders())).value).toEqual([])
})

test('has a test that runs each snippet', () => {
  const tests = [
    'readme',
    'migrating',
    'recipes-of-calls',
    'recipes-of-logins',
    'recipes-of-platforms',
    'recipe-of-encrypted-data',
  ]
    .map((name) => readFileSync(join(__dirname, `${name}.test.ts`), 'utf8'))
    .join('\n')
  // The first one runs in a browser.
  expect(headingsWithCode.slice(1).filter((heading) => !tests.includes(`('${heading}')`))).toEqual([])
})
