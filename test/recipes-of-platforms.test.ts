import { createReadmeApp } from './helpers/readme'
import { createWorld, settle, type World } from './helpers/world'
import { createMy } from './platforms/alipay'
import { createSwan } from './platforms/baidu'
import { createTt } from './platforms/douyin'

/** Runs the app of a snippet on a platform of this name. */
async function answerOf(world: World, global: object, run: (app: ReturnType<typeof createReadmeApp>) => any) {
  Object.assign(globalThis, global)
  return (await settle(run(createReadmeApp(world)).auth.request({ url: '/a' }))) as any
}

test('logs in at Alipay', async () => {
  const world = createWorld()
  const { value } = await answerOf(world, { my: createMy(world) }, (app) => app.run('Alipay'))
  expect(value).toMatchObject({ statusCode: 200, data: { path: '/a' } })
})

test('logs in at Douyin, and asks in no window', async () => {
  const world = createWorld()
  const tt = createTt(world)
  const { value } = await answerOf(world, { tt }, (app) => app.run('Douyin'))
  expect(value).toMatchObject({ statusCode: 200, data: { path: '/a' } })
  world.storage.clear()
  tt.user = 'visitor'
  const { error } = await answerOf(world, { tt }, (app) => app.run('Douyin'))
  expect(error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(tt.windows).toBe(0)
})

test('logs in at Baidu', async () => {
  const world = createWorld()
  const { value } = await answerOf(world, { swan: createSwan(world) }, (app) => app.run('Baidu'))
  expect(value).toMatchObject({ statusCode: 200, data: { path: '/a' } })
})
