import { type OpenPage, openPage } from './browser'
import { copyDemo, type LoginServer, serveMiniProgram, startLoginServer } from './servers'

let server: LoginServer
let demo: OpenPage

beforeEach(async () => {
  server = await startLoginServer()
  demo = await openPage(await serveMiniProgram(await copyDemo(), server))
})

/** What the page counted for its last action. */
async function costs() {
  const [logins, exchanges, requests] = await Promise.all(
    ['login', 'exchange', 'request'].map(async (what) => Number(await demo.textOf(`#count-${what}`))),
  )
  return { logins, exchanges, requests }
}

async function reload(): Promise<void> {
  await demo.page.reload()
}

const loggedIn = () => demo.sees('#status', 'You are logged in')

test('logs in once at the first start', async () => {
  await loggedIn()
  expect(await costs()).toEqual({ logins: 1, exchanges: 1, requests: 0 })
  expect(server.standIn.exchanges).toEqual([expect.objectContaining({ errcode: 0 })])
  expect(server.answered()).toEqual(['POST /login → 200'])
  expect(await demo.textOf('#user')).toMatch(/^[\w-]{16}$/)
})

test('sends 20 requests at once without a further login', async () => {
  await loggedIn()
  await demo.tap('#ask-many')
  await demo.sees('#status', 'All 20 requests were answered')
  expect(await costs()).toEqual({ logins: 0, exchanges: 0, requests: 20 })
  expect(server.standIn.exchanges).toHaveLength(1)
  expect(server.answered()).toEqual(['POST /login → 200', ...Array(20).fill('GET /me → 200')])
})

test('uses the cached login state after a reload', async () => {
  await loggedIn()
  const user = await demo.textOf('#user')
  await reload()
  await loggedIn()
  expect(await costs()).toEqual({ logins: 0, exchanges: 0, requests: 0 })
  await demo.tap('#ask-me')
  await demo.sees('#status', `The server knows you: ${user}`)
  expect(server.answered()).toEqual(['POST /login → 200', 'GET /me → 200'])
})

test('logs in once and replays once, unseen, after the server forgot', async () => {
  await loggedIn()
  const user = await demo.textOf('#user')
  await demo.tap('#forget-and-ask')
  await demo.sees('#status', `The server knows you: ${user}`)
  expect(await costs()).toEqual({ logins: 1, exchanges: 1, requests: 3 })
  expect(server.standIn.exchanges.map(({ errcode }) => errcode)).toEqual([0, 0])
  expect(server.answered().slice(1)).toEqual([
    'POST /revoke → 204 (login states forgotten: 1)',
    'GET /me → 401 (login_state_unknown)',
    'POST /login → 200',
    'GET /me → 200',
  ])
  expect(await demo.phone.locator('.status-failed').count()).toBe(0)
})

test('stays logged out over a reload, until it is told to log in', async () => {
  await loggedIn()
  await demo.tap('#log-out')
  await demo.sees('#status', 'You are logged out, and stay so after a restart')
  await reload()
  await demo.sees('#status', 'You are logged out; tap “Log in” first')
  expect(await demo.textOf('#user')).toBe('nobody')
  expect(await costs()).toEqual({ logins: 0, exchanges: 0, requests: 0 })
  expect(server.answered()).toEqual(['POST /login → 200', 'POST /logout → 204'])
  await demo.tap('#log-in')
  await loggedIn()
  expect(await costs()).toEqual({ logins: 1, exchanges: 1, requests: 0 })
})

test('logs in once for two pages that wait at once', async () => {
  await loggedIn()
  const user = await demo.textOf('#user')
  await demo.tap('#two-pages')
  await demo.sees('#me-status', 'This page awaited the same login as the one before it')
  expect(await demo.textOf('#me-user')).toBe(user)
  await demo.page.getByRole('button', { name: 'Back' }).click()
  await demo.sees('#action', 'Log out, then log in from two pages')
  await loggedIn()
  expect(await costs()).toEqual({ logins: 1, exchanges: 1, requests: 0 })
  expect(server.standIn.exchanges).toHaveLength(2)
})

test('says that the server is down, and recovers', async () => {
  await loggedIn()
  await server.stop()
  await demo.tap('#ask-me')
  await demo.sees('.status-failed', 'The server cannot be reached. Run npm run demo in the project, then try again')
  await demo.tap('#retry')
  await demo.sees('.status-failed', 'The server cannot be reached.')
  await server.start()
  await demo.tap('#retry')
  await demo.sees('#status', 'The server knows you: ')
  // The restart forgot who was logged in.
  expect(server.answered().slice(1)).toEqual([
    'GET /me → 401 (login_state_unknown)',
    'POST /login → 200',
    'GET /me → 200',
  ])
})

test('starts while the server is down, and recovers', async () => {
  await loggedIn()
  await demo.tap('#log-out')
  await demo.sees('#status', 'You are logged out')
  await server.stop()
  await demo.tap('#log-in')
  await demo.sees('.status-failed', 'The server cannot be reached.')
  await server.start()
  await demo.tap('#retry')
  await loggedIn()
})
