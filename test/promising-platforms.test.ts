import { apis, callOf } from './helpers/calls'
import type { Script } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, type World } from './helpers/world'

const failure = { errMsg: 'fail of the platform', errno: 5 }

// As Taro and uni-app do. Jest fails a test that leaves a rejection unhandled.
const alsoPromises: Script = (options, usual) => {
  const { success, fail } = options
  let task: any
  const promise = new Promise((resolve, reject) => {
    options.success = (result: unknown) => [success(result), resolve(result)]
    options.fail = (error: unknown) => [fail(error), reject(error)]
    task = usual()
  })
  return Object.assign(promise, task)
}

function createPromisingWorld(): World {
  const world = createWorld()
  for (const method of ['login', 'checkSession', ...apis]) world.always(method, alsoPromises)
  return world
}

test.each(apis)('makes no unhandled rejection of a %s that fails, and its task works', async (api) => {
  const { server, start, tasks } = createPromisingWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode: 200, fails: failure })
  expect((await settle(callOf(auth, api))).error).toMatchObject({ code: 'REQUEST_FAILED' })

  const task: any = callOf(auth, api)
  task.onHeadersReceived(() => {})
  const outcome = outcomeOf(task)
  task.abort()
  await pass(1000)
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
  expect(tasks.map(({ aborts }) => aborts)).toEqual([0, 1])
})

test('logs in, checks the session_key and replays as usual', async () => {
  const { start, count, sessionKeyAlive } = createPromisingWorld()
  expect(sessionKeyAlive).toBe(false)
  const auth = start()
  auth.setState({ token: 'stale' })
  expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect((await settle(auth.ensureSessionKey())).error).toBeUndefined()
  expect(count('login')).toBe(1)
  expect(count('checkSession')).toBe(1)
})

test('makes no unhandled rejection of a login or a check that fails', async () => {
  const { start, next, count } = createPromisingWorld()
  const failing: Script = ({ fail }) => {
    fail({ errMsg: 'login:fail', errno: 1402101 })
    return Promise.reject(failure)
  }
  next('login', failing)
  const auth = start()
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  await pass(3000)
  auth.setState({ token: 'good' })
  next('checkSession', failing)
  expect((await settle(auth.ensureSessionKey())).error).toBeUndefined()
  expect(count('login')).toBe(2)
})
