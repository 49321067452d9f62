import { settle } from './helpers/world'
import { createAlipayApp } from './platforms/alipay-app'

test('gives an answer that my calls a failure without what made it one', async () => {
  const { world, loggedIn } = createAlipayApp()
  const auth = loggedIn()
  world.server.on('/a', { statusCode: 404, data: 'not here' })
  const { value } = await settle(auth.request({ url: '/a' }))
  expect(value).toEqual({ statusCode: 404, header: {}, data: 'not here', errMsg: 'request:ok' })
})

test('takes a failure to parse an answer for an answer', async () => {
  const { loggedIn, answers } = createAlipayApp()
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
  ['JSON', '{"code":7}', {}, { code: 7 }],
  ['JSON that my has parsed', { code: 7 }, {}, { code: 7 }],
  ['a list that my has parsed', [7], {}, [7]],
  ['JSON that was asked for', '{"code":7}', { dataType: 'json' }, { code: 7 }],
  ['JSON that was asked for as text', '{"code":7}', { dataType: 'text' }, '{"code":7}'],
  ['a page', '<p>', {}, '<p>'],
])('gives %s of an answer that my calls a failure as wx does', async (_name, data, options, expected) => {
  const { loggedIn, answers } = createAlipayApp()
  answers('request', 'fail', { error: 19, errorMessage: 'http status error', status: 400, headers: {}, data })
  expect((await settle(loggedIn().request({ url: '/a', ...options }))).value.data).toEqual(expected)
})

test.each([100, 304, 599])('takes a failure that tells the status %d for an answer', async (status) => {
  const { loggedIn, answers } = createAlipayApp()
  answers('request', 'fail', { error: 19, errorMessage: 'http status error', status, headers: {} })
  expect((await settle(loggedIn().request({ url: '/a' }))).value).toMatchObject({ statusCode: status })
})

test('gives the text of an upload that fails with a status as the text that it is', async () => {
  const { loggedIn, answers } = createAlipayApp()
  answers('uploadFile', 'fail', { error: 12, errorMessage: '上传文件失败', statusCode: 400, data: '{"code":7}' })
  const { value } = await settle(loggedIn().uploadFile({ url: '/a', filePath: 'tmp/a', name: 'a' }))
  expect(value).toMatchObject({ statusCode: 400, data: '{"code":7}' })
})

test.each([
  ['a status that is none of HTTP', { error: 14, errorMessage: 'JSON parse data error', status: 99 }, 14],
  ['no status', { error: 19, errorMessage: 'http status error' }, 19],
  ['nothing at all', undefined, undefined],
])('fails with REQUEST_FAILED where a failure tells %s', async (_name, told, errno) => {
  const { loggedIn, answers } = createAlipayApp()
  answers('request', 'fail', told)
  const { error } = await settle(loggedIn().request({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED' })
  expect([error.errno, error.errMsg]).toEqual([errno, told?.errorMessage ?? expect.any(String)])
})

test('sees a rejected upload of clients that tell its status as text', async () => {
  const { loggedIn, answers } = createAlipayApp()
  const auth = loggedIn()
  answers('uploadFile', 'success', { statusCode: '401', data: '', header: {} })
  const { error } = await settle(auth.uploadFile({ url: '/a', filePath: 'tmp/a', name: 'a' }))
  expect(error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
})

test('takes the file of clients that have another word for it and tell no status', async () => {
  const { loggedIn, answers } = createAlipayApp()
  answers('downloadFile', 'success', { apFilePath: 'https://resource/1.image' })
  const { value } = await settle(loggedIn().downloadFile({ url: '/a' }))
  expect(value).toEqual({
    statusCode: 200,
    header: {},
    tempFilePath: 'https://resource/1.image',
    errMsg: 'downloadFile:ok',
  })
})

test('leaves a file in the place that the caller named', async () => {
  const { loggedIn } = createAlipayApp()
  const { value } = await settle(loggedIn().downloadFile({ url: '/a', filePath: 'usr/picture' }))
  expect(value).toMatchObject({ statusCode: 200, filePath: 'usr/picture' })
  expect(value).not.toHaveProperty('tempFilePath')
})

test('sees a rejected download only where the failure tells its status', async () => {
  const { loggedIn, answers } = createAlipayApp()
  const auth = loggedIn()
  answers('downloadFile', 'fail', { error: 12, errorMessage: '下载失败', statusCode: 401 })
  expect((await settle(auth.downloadFile({ url: '/a' }))).error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
  answers('downloadFile', 'fail', { error: 12, errorMessage: '下载失败' })
  const { error } = await settle(auth.downloadFile({ url: '/a' }))
  expect(error).toMatchObject({ code: 'REQUEST_FAILED', errno: 12, errMsg: '下载失败' })
})
