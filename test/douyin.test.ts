import { createWorld, settle, type World } from './helpers/world'
import { createTt, type Tt } from './platforms/douyin'

let world: World
let tt: Tt

beforeEach(() => {
  world = createWorld()
  tt = createTt(world)
})

const silent = () =>
  Object.assign(Object.create(tt), { login: (options: any) => tt.login({ ...options, force: false }) })

test('sends the code, and not the anonymousCode, of a user who is logged in at Douyin', async () => {
  await settle(world.start({ platform: tt }).ensureLogin())
  expect(world.server.exchanges.map(({ body }) => body)).toEqual([{ code: world.codes[0] }])
})

test('asks in windows, one for each attempt, where the user is not logged in at Douyin and closes them', async () => {
  tt.user = 'visitor'
  const { error } = await settle(world.start({ platform: tt }).ensureLogin())
  expect(error).toMatchObject({ code: 'LOGIN_FAILED', errMsg: 'login:fail host login fail', cause: { errNo: 113001 } })
  expect(tt.windows).toBe(3)
})

test('opens no window with force: false, and fails with LOGIN_FAILED until the user is logged in', async () => {
  tt.user = 'visitor'
  const auth = world.start({ platform: silent() })
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(world.server.exchanges).toEqual([])
  expect(tt.windows).toBe(0)
  tt.user = 'known'
  expect((await settle(auth.login())).value).toEqual({ token: world.server.lastToken })
})
