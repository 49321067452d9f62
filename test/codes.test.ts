import { fails, loginTime, roundTrip, type Script, succeeds } from './helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, type World } from './helpers/world'

/** wx.login as a cache before it would have it: this code, whether or not it was given before. */
const gives = (code: string): Script => succeeds({ code, errMsg: 'login:ok' }, loginTime)

const sentCodes = ({ server }: World) => server.exchanges.map(({ code }) => code)

test('does not send a code again whose answer was lost', async () => {
  const world = createWorld()
  world.server.nextExchange({ statusCode: 200, fails: { errMsg: 'request:fail timeout', errno: 5 } })
  const { value } = await settle(world.start().ensureLogin())
  expect(value).toEqual({ token: world.server.lastToken })
  expect(sentCodes(world)).toEqual(world.codes)
  expect(world.codes).toHaveLength(2)
})

test('takes a fresh code for every login', async () => {
  const world = createWorld()
  const auth = world.start()
  for (let round = 0; round < 3; round++) await settle(auth.login())
  expect(sentCodes(world)).toEqual(world.codes)
  expect(world.codes).toHaveLength(3)
})

test('makes another attempt where wx.login gives the last code once more', async () => {
  const world = createWorld()
  const auth = world.start()
  await settle(auth.ensureLogin())
  world.next('login', gives('code-1-of-wx-login'))
  expect((await settle(auth.login())).value).toEqual({ token: world.server.issued[1] })
  expect(sentCodes(world)).toEqual(['code-1-of-wx-login', 'code-2-of-wx-login'])
  expect(world.count('login')).toBe(3)
})

test('sends no code from before the last one either', async () => {
  const world = createWorld()
  const auth = world.start()
  await settle(auth.login())
  await settle(auth.login())
  world.next('login', gives('code-1-of-wx-login'))
  expect((await settle(auth.login())).value).toEqual({ token: world.server.issued[2] })
  expect(sentCodes(world)).toEqual(world.codes)
})

test('fails with LOGIN_FAILED where wx.login gives nothing but a code that was sent', async () => {
  const world = createWorld()
  const auth = world.start()
  world.always('login', gives('code-1-of-wx-login'))
  world.server.everyExchange({ statusCode: 503 })
  expect((await settle(auth.ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect((await settle(auth.login())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  expect(sentCodes(world)).toEqual(['code-1-of-wx-login'])
  expect(world.count('login')).toBe(6)
})

test('takes the code of WeChat DevTools without a real appid again and again, for it gives no other', async () => {
  const world = createWorld()
  const auth = world.start()
  world.always('login', gives('the code is a mock one'))
  world.server.everyExchange({ statusCode: 200, data: { token: 'of DevTools' } })
  for (let round = 0; round < 2; round++) expect((await settle(auth.login())).value).toEqual({ token: 'of DevTools' })
  expect(sentCodes(world)).toEqual(['the code is a mock one', 'the code is a mock one'])
  expect(world.count('login')).toBe(2)
})

test('hands no code twice to an exchange function', async () => {
  const world = createWorld()
  const given: string[] = []
  const auth = world.start({
    exchange: async ({ code }) => {
      given.push(code)
      return { token: `token-for-${given.length}` }
    },
  })
  await settle(auth.login())
  world.next('login', gives('code-1-of-wx-login'))
  expect((await settle(auth.login())).value).toEqual({ token: 'token-for-2' })
  expect(given).toEqual(world.codes)
})

test('exchanges the first code alone where wx.login calls back with several', async () => {
  const world = createWorld()
  world.next('login', (options, _usual, later) => {
    for (const code of ['code-1-of-wx-login', 'code-2-of-wx-login']) later(loginTime, () => options.success({ code }))
  })
  const { value } = await settle(world.start().ensureLogin())
  expect(value).toEqual({ token: world.server.lastToken })
  expect(sentCodes(world)).toEqual(['code-1-of-wx-login'])
})

test('exchanges no code that comes after wx.login has failed', async () => {
  const world = createWorld()
  world.next('login', (options, usual, later) => {
    later(0, () => options.fail({ errMsg: 'login:fail' }))
    usual()
  })
  const outcome = outcomeOf(world.start().ensureLogin())
  await pass(500 + loginTime + roundTrip)
  expect(outcome.value).toEqual({ token: world.server.lastToken })
  expect(sentCodes(world)).toEqual(['code-2-of-wx-login'])
})

test('exchanges no code where the login has failed for good', async () => {
  const world = createWorld()
  world.next('login', (options, usual, later) => {
    fails('login:fail blocked', 1402101, 0)(options, usual, later)
    usual()
  })
  expect((await settle(world.start().ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
  await pass(60_000)
  expect(world.sent).toEqual([])
})
