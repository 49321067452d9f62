import { tokenOf } from './helpers/fake-server'
import { fails } from './helpers/fake-wx'
import { createReadmeApp } from './helpers/readme'
import { createWorld, settle, textOf, turn } from './helpers/world'

test('hands the code of the phone-number button to the exchange, and logs in for nobody who said no', async () => {
  const world = createWorld()
  const page = createReadmeApp(world).open('Phone number')
  await settle(page.bindPhone({ detail: { errMsg: 'getPhoneNumber:fail user deny' } }))
  expect(world.count('login')).toBe(0)
  await settle(page.bindPhone({ detail: { errMsg: 'getPhoneNumber:ok', code: 'of-the-phone' } }))
  expect(world.server.exchanges.map(({ body }) => body)).toEqual([{ phoneCode: 'of-the-phone', code: world.codes[0] }])
})

test.each([
  ['a visitor', undefined, ['']],
  ['a user whom the server has forgotten', 'forgotten', ['forgotten', '']],
])('shows the news to %s without a login', async (_name, token, tokens) => {
  const world = createWorld()
  world.server.on('/news', (sent) =>
    tokenOf(sent) ? { statusCode: 401 } : { statusCode: 200, data: { title: 'News' } },
  )
  const app = createReadmeApp(world)
  if (token) app.auth.setState({ token })
  const page = app.open('Pages for visitors')
  await settle(page.onLoad())
  expect(page.data.title).toBe('News')
  expect(world.server.requests.map(tokenOf)).toEqual(tokens)
  expect(world.count('login')).toBe(0)
})

test('shows a login button after a logout and after a failed login, until a login succeeds', async () => {
  const world = createWorld()
  world.server.extra = { userId: 'user-1' }
  const page = createReadmeApp(world).open('A button after logout')
  await settle(page.onShow())
  expect(page.data).toEqual({ userId: 'user-1', needsLogin: false })
  await settle(page.logOut())
  expect(page.data).toEqual({ userId: '', needsLogin: true })
  world.next('login', fails('login:fail blocked', 1402101))
  await settle(page.logIn())
  expect(page.data).toEqual({ userId: '', needsLogin: true })
  await settle(page.logIn())
  expect(page.data).toEqual({ userId: 'user-1', needsLogin: false })
})

test('shows in a component who is logged in, as long as it is attached', async () => {
  const world = createWorld()
  world.server.extra = { userId: 'user-1' }
  const app = createReadmeApp(world)
  const component = app.open('Components that follow the login')
  component.attached()
  await settle(app.auth.ensureLogin())
  app.auth.logout()
  component.detached()
  await settle(app.auth.login())
  expect(component.shown).toEqual([{ userId: '' }, { userId: 'user-1' }, { userId: '' }])
})

test('logs what happens, and no secret', async () => {
  const world = createWorld()
  const lines: unknown[][] = []
  const [info, error] = ['info', 'error'].map(
    (level) =>
      (...line: unknown[]) =>
        lines.push([level, ...line]),
  )
  const { auth } = createReadmeApp(world, { getRealtimeLogManager: () => ({ info, error }) }).run('Monitoring')
  await settle(auth.ensureLogin())
  world.server.revokeAll()
  world.next('login', fails('login:fail blocked', 1402101))
  await settle(auth.request({ url: '/a?token=1' }))
  expect(lines).toEqual([
    ['info', 'login', { type: 'login', reason: 'missing', attempts: 1, elapsed: 400 }],
    ['info', 'rejected', { type: 'rejected', url: 'https://api.test/a', replay: false }],
    ['error', 'login-failed', 'LOGIN_FAILED', 'login:fail blocked', 100],
  ])
  for (const secret of [...world.codes, ...world.server.issued]) expect(textOf(lines)).not.toContain(secret)
})

test('takes a state renewed in a response, but not after a logout', async () => {
  const world = createWorld()
  const app = createReadmeApp(world)
  await settle(app.auth.ensureLogin())
  const { loadOrders } = app.run('A state renewed in a response')
  world.server.on('/orders', { statusCode: 200, data: { orders: ['tea'], renewed: { token: 'renewed', userId: 'u' } } })
  expect((await settle(loadOrders())).value).toEqual(['tea'])
  expect(app.auth.state).toEqual({ token: 'renewed', userId: 'u' })

  const late = loadOrders()
  await turn()
  app.auth.logout()
  expect((await settle(late)).value).toEqual(['tea'])
  expect(app.auth.state).toBeUndefined()
})

test('shares the login state, its renewal and the logout between two copies of auth.ts', async () => {
  const world = createWorld()
  const app = createReadmeApp(world)
  const [main, independent] = [app.run('Install').auth, app.run('Install').auth]
  await settle(main.ensureLogin())
  await settle(independent.ensureLogin())
  expect(world.count('login')).toBe(1)

  world.server.revokeAll()
  for (const auth of [main, independent]) expect((await settle(auth.request({ url: '/a' }))).value.statusCode).toBe(200)
  expect(world.count('login')).toBe(2)

  main.logout()
  world.server.revokeAll()
  expect((await settle(independent.request({ url: '/a' }))).error).toMatchObject({ code: 'LOGGED_OUT' })
})
