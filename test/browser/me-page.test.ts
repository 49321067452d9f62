import { openPage } from './browser'
import { copyDemo, serveMiniProgram, startLoginServer } from './servers'

async function start() {
  const server = await startLoginServer()
  return { server, url: await serveMiniProgram(await copyDemo(), server) }
}

const secondPage = '/?path=pages/me/me'

test('says why nobody is logged in, and logs in when asked again', async () => {
  const { server, url } = await start()
  await server.stop()
  const { sees, tap, textOf, phone } = await openPage(url + secondPage)
  await sees('#me-status', 'One moment…')
  await sees('.status-failed', 'The server cannot be reached.')
  expect(await textOf('#me-user')).toBe('nobody')
  await server.start()
  await tap('#me-retry')
  await sees('#me-status', 'You are logged in')
  expect(await textOf('#me-user')).toMatch(/^[\w-]{16}$/)
  expect(await phone.locator('#me-retry').count()).toBe(0)
})

test('leaves alone who has logged out, until "Log in" is tapped', async () => {
  const { server, url } = await start()
  const { page, sees, tap } = await openPage(url)
  await sees('#status', 'You are logged in')
  await tap('#log-out')
  await sees('#status', 'You are logged out')
  await page.goto(url + secondPage)
  await sees('#me-status', 'You are logged out; tap “Log in” first')
  expect(server.standIn.exchanges).toHaveLength(1)
  await tap('#me-log-in')
  await sees('#me-status', 'You are logged in')
})
