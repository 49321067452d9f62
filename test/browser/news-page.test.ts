import { openDemoPage } from './demo-page'

const headline = 'The reading room is open'

test('greets who is logged in', async () => {
  const news = await openDemoPage('news')
  await news.sees('#status', /^Hello, .{16}$/)
  expect(await news.textOf('#status')).toBe(`Hello, ${await news.textOf('#user')}`)
  await news.sees('#title', headline)
  expect(news.answered()).toEqual(['GET /news → 200'])
  expect(await news.costs()).toEqual({ logins: 0, exchanges: 0, requests: 1 })
})

test('lets visitors read, and logs nobody in for it', async () => {
  const news = await openDemoPage('news', { loggedOut: true })
  await news.sees('#status', 'You read this as a visitor')
  await news.sees('#title', headline)
  await news.sees('#user', 'nobody')
  expect(news.answered()).toEqual(['GET /news → 200'])
  expect(await news.costs()).toEqual({ logins: 0, exchanges: 0, requests: 1 })
})

test('goes on for a visitor when the server forgets, and the login state is gone', async () => {
  const news = await openDemoPage('news')
  await news.sees('#status', 'Hello, ')
  await news.tap('#forget-and-read')
  await news.sees('#status', 'You read this as a visitor')
  await news.sees('#title', headline)
  await news.sees('#user', 'nobody')
  expect(news.answered().slice(1)).toEqual([
    'POST /revoke → 204 (login states forgotten: 1)',
    'GET /news → 401 (login_state_unknown)',
    'GET /news → 200',
  ])
  expect(news.server.standIn.exchanges).toHaveLength(1)
  expect(await news.costs()).toEqual({ logins: 0, exchanges: 0, requests: 3 })
})

test('shows on the first page, too, that the login state is gone', async () => {
  const news = await openDemoPage('news')
  await news.tap('#forget-and-read')
  await news.sees('#status', 'You read this as a visitor')
  await news.back()
  await news.phone.locator('#news').waitFor({ state: 'detached' })
  await news.phone.locator('#user', { hasText: 'nobody' }).waitFor()
  await news.phone.locator('#log-in').click()
  await news.phone.locator('#status', { hasText: 'You are logged in' }).waitFor()
})

test('greets a visitor who logs in here', async () => {
  const news = await openDemoPage('news', { loggedOut: true })
  await news.sees('#status', 'You read this as a visitor')
  await news.tap('#log-in')
  await news.sees('#status', 'You are logged in')
  await news.tap('#read')
  await news.sees('#status', `Hello, ${await news.textOf('#user')}`)
})

test('says that the server is down, and tries again without a login', async () => {
  const news = await openDemoPage('news', { loggedOut: true })
  await news.sees('#status', 'You read this as a visitor')
  await news.server.stop()
  await news.tap('#read')
  await news.sees('.status-failed', 'The server cannot be reached.')
  await news.server.start()
  await news.tap('#retry')
  await news.sees('#status', 'You read this as a visitor')
  expect(news.answered()).toEqual(['GET /news → 200', 'GET /news → 200'])
})
