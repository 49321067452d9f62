import { type Alipay, alipay } from '../src/alipay'
import { outcomeOf, settle } from './helpers/world'
import { createAlipayApp } from './platforms/alipay-app'

test('asks for a code in silence', async () => {
  const { start, askedOf } = createAlipayApp()
  const asked = askedOf('getAuthCode')
  await settle(start().ensureLogin())
  expect(asked).toMatchObject([{ scopes: 'auth_base' }])
})

test.each([
  ['grants nothing', { authErrorScopes: { auth_base: 'isv.invalid' }, authSuccessScopes: [] }],
  ['says nothing', undefined],
])('fails a login that %s', async (_name, told) => {
  const { start, answers } = createAlipayApp()
  answers('getAuthCode', 'success', told)
  expect((await settle(start().ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
})

test('calls nothing of my before it is used', () => {
  const { world } = createAlipayApp()
  const untouchable = new Proxy({} as Alipay, {
    get() {
      throw new Error('touched')
    },
  })
  expect(() => world.start({ platform: alipay(untouchable) })).not.toThrow()
})

test.each([
  ['JSON, unless told otherwise', {}, 'application/json'],
  ['a form', { header: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 'application/x-www-form-urlencoded'],
])('says in lower case that data is %s', async (_name, options, contentType) => {
  const { loggedIn, askedOf } = createAlipayApp()
  const asked = askedOf('request')
  await settle(loggedIn().request({ url: '/a', method: 'POST', data: { a: 1 }, ...options }))
  expect(asked[0].headers).toEqual({ authorization: 'Bearer good', 'content-type': contentType })
})

test('takes headers under the name that my has for them, too, and of one in both the state', async () => {
  const { loggedIn, askedOf } = createAlipayApp()
  const asked = askedOf('request')
  const headers = { Authorization: 'mine', 'X-Trace': '1' }
  await settle(loggedIn().request(Object.assign({ url: '/a' }, { headers })))
  expect(asked[0].headers).toMatchObject({ authorization: 'Bearer good', 'x-trace': '1' })
})

test('asks for bytes in the words of my', async () => {
  const { loggedIn, askedOf } = createAlipayApp()
  const asked = askedOf('request')
  const auth = loggedIn()
  await settle(auth.request({ url: '/a', responseType: 'arraybuffer' }))
  await settle(auth.request({ url: '/a', dataType: 'text' }))
  expect(asked.map(({ dataType }) => dataType)).toEqual(['arraybuffer', 'text'])
})

test('names the field of an upload for old clients, too, and leaves the type of file to who knows it', async () => {
  const { loggedIn, askedOf } = createAlipayApp()
  const asked = askedOf('uploadFile')
  const auth = loggedIn()
  const clip = { url: '/a', filePath: 'tmp/clip', name: 'clip' }
  await settle(auth.uploadFile(clip))
  await settle(auth.uploadFile(Object.assign({ fileType: 'video' }, clip)))
  expect(asked).toMatchObject([
    { name: 'clip', fileName: 'clip', fileType: 'image' },
    { name: 'clip', fileName: 'clip', fileType: 'video' },
  ])
})

test('tells headers and the progress of an upload in the words of wx', async () => {
  const { world, loggedIn } = createAlipayApp()
  const heard: object[] = []
  const auth = loggedIn()
  world.server.on('/a', { statusCode: 200, header: { 'X-From': 'server' } })
  const request = auth.request({ url: '/a' })
  request.onHeadersReceived((event) => heard.push(event))
  await settle(request)
  const upload = auth.uploadFile({ url: '/a', filePath: 'tmp/a', name: 'a' })
  upload.onHeadersReceived((event) => heard.push(event))
  upload.onProgressUpdate((event) => heard.push(event))
  await settle(upload)
  expect(heard).toMatchObject([
    { header: { 'X-From': 'server' } },
    { progress: 50, totalBytesSent: 5, totalBytesExpectedToSend: 10 },
    { header: { 'X-From': 'server' } },
  ])
})

test('leaves no rejection unhandled where my returns a promise, too', async () => {
  const { my, loggedIn } = createAlipayApp()
  // One that nobody takes fails the test.
  my.request = ({ fail }) => {
    setTimeout(() => fail({ error: 12, errorMessage: 'offline' }))
    return Promise.reject(new Error('offline'))
  }
  const task = loggedIn().request({ url: '/a' })
  expect((await settle(task)).error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: 'offline' })
})

test('aborts a call of which my gave no task', async () => {
  const { my, loggedIn } = createAlipayApp()
  my.request = () => undefined
  const task = loggedIn().request({ url: '/a' })
  const outcome = outcomeOf(task)
  task.abort()
  await settle(Promise.resolve())
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
})

test('finds a login state where some clients keep it', async () => {
  const { world, my, start } = createAlipayApp()
  await settle(start().ensureLogin())
  const { getStorageSync } = my
  my.getStorageSync = (key) => ({ APDataStorage: getStorageSync(key).data })
  expect(start().state).toEqual({ token: world.server.lastToken })
})

test('says when a login state cannot be removed, as clients on iOS tell it', async () => {
  const { world, my, loggedIn } = createAlipayApp()
  my.removeStorageSync = () => ({ error: 2, errorMessage: '必填参数为空' })
  const auth = loggedIn()
  world.server.revokeAll()
  await settle(auth.request({ url: '/a', login: 'optional' }))
  expect(world.events).toMatchObject([{ type: 'storage-failed', operation: 'remove', error: { error: 2 } }, {}])
})
