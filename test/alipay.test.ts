import type { Auth } from '../src'
import { type Alipay, alipay } from '../src/alipay'
import { createWorld, outcomeOf, settle, type World } from './helpers/world'
import { createMy } from './platforms/alipay'

let world: World
let my: Alipay

beforeEach(() => {
  world = createWorld()
  my = createMy(world)
})

const start = (): Auth => world.start({ platform: alipay(my) })

/** An app that has a login state. */
function loggedIn(): Auth {
  const auth = start()
  auth.setState({ token: 'good' })
  world.server.tokens.add('good')
  return auth
}

type Method = 'getAuthCode' | 'request' | 'uploadFile' | 'downloadFile'

/** What `my` is asked from now on, in order. */
function askedOf(method: Method): any[] {
  const asked: any[] = []
  const usual = my[method]
  my[method] = (options) => {
    asked.push(options)
    return usual(options)
  }
  return asked
}

/** `my` does nothing but call back so. */
const answers = (method: Method, say: 'success' | 'fail', told?: object) => {
  my[method] = (options) => void setTimeout(() => options[say](told))
}

test('asks for a code in silence', async () => {
  const asked = askedOf('getAuthCode')
  await settle(start().ensureLogin())
  expect(asked).toMatchObject([{ scopes: 'auth_base' }])
})

test('fails a login in which the user granted nothing', async () => {
  answers('getAuthCode', 'success', { authErrorScopes: { auth_base: 'isv.invalid' }, authSuccessScopes: [] })
  expect((await settle(start().ensureLogin())).error).toMatchObject({ code: 'LOGIN_FAILED' })
})

test('calls nothing of my before it is used', () => {
  const untouchable = new Proxy({} as Alipay, {
    get() {
      throw new Error('touched')
    },
  })
  expect(() => world.start({ platform: alipay(untouchable) })).not.toThrow()
})

test.each([
  ['JSON, unless told otherwise', undefined, { 'content-type': 'application/json' }],
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, undefined],
])('says in lower case that data is %s', async (_name, header, expected) => {
  const asked = askedOf('request')
  const auth = loggedIn()
  await settle(auth.request({ url: '/a', method: 'POST', data: { a: 1 }, ...(header && { header }) }))
  expect(asked[0].headers).toEqual({
    authorization: 'Bearer good',
    ...(expected ?? { 'content-type': 'application/x-www-form-urlencoded' }),
  })
})

test('asks for bytes in the words of my', async () => {
  const asked = askedOf('request')
  const auth = loggedIn()
  await settle(auth.request({ url: '/a', responseType: 'arraybuffer' }))
  await settle(auth.request({ url: '/a', dataType: 'text' }))
  expect(asked.map(({ dataType }) => dataType)).toEqual(['arraybuffer', 'text'])
})

test('gives an answer that my calls a failure without what made it one', async () => {
  const auth = loggedIn()
  world.server.on('/a', { statusCode: 404, data: 'not here' })
  const { value } = await settle(auth.request({ url: '/a' }))
  expect(value).toEqual({ statusCode: 404, header: {}, data: 'not here', errMsg: 'request:ok' })
})

test('takes a failure to parse an answer for an answer', async () => {
  answers('request', 'fail', {
    error: 14,
    errorMessage: 'JSON parse data error',
    status: 200,
    headers: {},
    data: '<p>',
  })
  expect((await settle(loggedIn().request({ url: '/a' }))).value).toMatchObject({ statusCode: 200, data: '<p>' })
})

test.each([
  ['a status that is none of HTTP', { error: 14, errorMessage: 'JSON parse data error', status: 13 }, 14],
  ['no status', { error: 19, errorMessage: 'http status error' }, 19],
  ['nothing at all', undefined, undefined],
])('fails with REQUEST_FAILED where a failure tells %s', async (_name, told, errno) => {
  answers('request', 'fail', told)
  const { error } = await settle(loggedIn().request({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED' })
  expect([error.errno, error.errMsg]).toEqual([errno, told?.errorMessage ?? expect.any(String)])
})

test('sees a rejected upload of clients that tell its status as text', async () => {
  const auth = loggedIn()
  answers('uploadFile', 'success', { statusCode: '401', data: '', header: {} })
  const { error } = await settle(auth.uploadFile({ url: '/a', filePath: 'tmp/a', name: 'a' }))
  expect(error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
})

test('names the field of an upload for old clients, too, and leaves the type of file to who knows it', async () => {
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

test('takes the file of clients that have another word for it and tell no status', async () => {
  answers('downloadFile', 'success', { apFilePath: 'https://resource/1.image' })
  const { value } = await settle(loggedIn().downloadFile({ url: '/a' }))
  expect(value).toMatchObject({ statusCode: 200, tempFilePath: 'https://resource/1.image' })
})

test('leaves a file in the place that the caller named', async () => {
  const { value } = await settle(loggedIn().downloadFile({ url: '/a', filePath: 'usr/picture' }))
  expect(value).toMatchObject({ statusCode: 200, filePath: 'usr/picture' })
  expect(value).not.toHaveProperty('tempFilePath')
})

test('sees a rejected download only where the failure tells its status', async () => {
  const auth = loggedIn()
  answers('downloadFile', 'fail', { error: 12, errorMessage: '下载失败', statusCode: 401 })
  expect((await settle(auth.downloadFile({ url: '/a' }))).error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
  answers('downloadFile', 'fail', { error: 12, errorMessage: '下载失败' })
  const { error } = await settle(auth.downloadFile({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED', errno: 12, errMsg: '下载失败' })
})

test('tells headers and the progress of an upload in the words of wx', async () => {
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
  // One that nobody takes fails the test.
  my.request = ({ fail }) => {
    setTimeout(() => fail({ error: 12, errorMessage: 'offline' }))
    return Promise.reject(new Error('offline'))
  }
  const task = loggedIn().request({ url: '/a' })
  expect((await settle(task)).error).toMatchObject({ code: 'REQUEST_FAILED', errMsg: 'offline' })
})

test('aborts a call of which my gave no task', async () => {
  my.request = () => undefined
  const task = loggedIn().request({ url: '/a' })
  const outcome = outcomeOf(task)
  task.abort()
  await settle(Promise.resolve())
  expect(outcome.error).toMatchObject({ code: 'ABORTED' })
})

test('finds a login state where some clients keep it', async () => {
  await settle(start().ensureLogin())
  const { getStorageSync } = my
  my.getStorageSync = (key) => ({ APDataStorage: getStorageSync(key).data })
  expect(start().state).toEqual({ token: world.server.lastToken })
})

test('says when a login state cannot be removed, as clients on iOS tell it', async () => {
  my.removeStorageSync = () => ({ error: 2, errorMessage: '必填参数为空' })
  const auth = loggedIn()
  world.server.revokeAll()
  await settle(auth.request({ url: '/a', login: 'optional' }))
  expect(world.events).toMatchObject([{ type: 'storage-failed', operation: 'remove', error: { error: 2 } }, {}])
})
