import { roundTrip, succeedsAtOnce, throws } from '../../helpers/fake-wx'
import { pass } from '../suite/clock'
import { equal, test } from '../suite/harness'
import { createWorld, outcomeOf, settle } from '../suite/world'

const tokenOf = ({ header }: { header: object }) => JSON.stringify(header)

test('sends exactly one of a header that authorize sets, whatever its case, and keeps the others', async () => {
  const { start, server, sent } = createWorld()
  const auth = start({ authorize: ({ token }) => ({ 'X-Token': token, cookie: `t=${token}` }) })
  server.on('/a', { statusCode: 200 })
  auth.setState({ token: 'T' })
  await settle(auth.request({ url: '/a', header: { 'x-token': 'old', COOKIE: 'old', Accept: 'text/plain' } }))
  equal(sent[0]?.header, { 'X-Token': 'T', cookie: 't=T', Accept: 'text/plain' })
})

test('changes nothing of frozen options, which serve as often as they are used', async () => {
  const { start, sent } = createWorld()
  const auth = start()
  const options = Object.freeze({
    url: '/a',
    method: 'PUT' as const,
    header: Object.freeze({ Authorization: 'mine', 'X-A': '1' }),
    data: Object.freeze({ list: Object.freeze([1]) }),
  })
  for (let round = 0; round < 3; round++) equal((await settle(auth.request(options))).value.statusCode, 200)
  const requests = sent.filter(({ url }) => url === 'https://api.test/a').map((request) => ({ ...request, at: 0 }))
  equal([requests[1], requests[2]], [requests[0], requests[0]])
  equal(options.header, { Authorization: 'mine', 'X-A': '1' })
})

test('calls success or fail once, complete last, after the final outcome, whatever they throw', async () => {
  const { start, server } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const called: unknown[] = []
  const callbacks = (name: string) => ({
    success: ({ statusCode }: any) => {
      called.push([name, 'success', statusCode])
      throw new Error('of success')
    },
    fail: ({ code }: any) => {
      called.push([name, 'fail', code])
      throw new Error('of fail')
    },
    complete: ({ statusCode, code }: any) => {
      called.push([name, 'complete', statusCode || code])
      throw new Error('of complete')
    },
  })
  // Nobody awaits these two, and no engine may call that an unhandled rejection.
  auth.request({ url: '/a', ...callbacks('a') })
  await pass(2000)
  server.on('/b', { statusCode: 401 })
  auth.request({ url: '/b', ...callbacks('b') })
  await pass(2000)
  equal(called, [
    ['a', 'success', 200],
    ['a', 'complete', 200],
    ['b', 'fail', 'REJECTED'],
    ['b', 'complete', 401],
  ])
})

test('sends an optional call with the state that is there, and bare where that is rejected or none', async () => {
  const { start, server, count, sent } = createWorld()
  const auth = start()
  server.on('/news', ({ header }) => ({ statusCode: header.Authorization ? 401 : 200 }))
  equal((await settle(auth.request({ url: '/news', login: 'optional' }))).value.statusCode, 200)
  auth.setState({ token: 'stale' })
  equal((await settle(auth.request({ url: '/news', login: 'optional' }))).value.statusCode, 200)
  equal(
    sent.map(({ header }) => header),
    [{}, { Authorization: 'Bearer stale' }, {}],
  )
  equal([auth.state, count('login')], [undefined, 0])
})

test('sends a call without login bare, in the same tick, and hands on its 401', async () => {
  const { start, sent, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  const outcome = outcomeOf(auth.request({ url: '/a', login: 'none' }))
  equal(
    sent.map(({ header }) => header),
    [{}],
  )
  await pass(roundTrip)
  equal([outcome.value.statusCode, count('login')], [401, 0])
})

test('replays an upload whose text says rejected with the same file, and hands out text', async () => {
  const { start, server, sent } = createWorld()
  const auth = start({ isRejected: ({ data }) => (data as any).ok === false })
  server.on('/photo', (request) => ({ statusCode: 200, data: { ok: tokenOf(request).indexOf('stale') < 0 } }))
  auth.setState({ token: 'stale' })
  const file = { filePath: 'wxfile://photo', name: 'photo', formData: { title: '猫' } }
  equal((await settle(auth.uploadFile({ url: '/photo', ...file }))).value.data, '{"ok":true}')
  equal(
    sent.filter(({ api }) => api === 'uploadFile').map(({ data }) => data),
    [file, file],
  )
})

test('hands out the second file of a download only, and names none in an error', async () => {
  const { start, server, files } = createWorld()
  const auth = start()
  server.on('/file', (request) =>
    tokenOf(request).indexOf('stale') < 0 ? { statusCode: 200, data: 'good' } : { statusCode: 401, data: 'bad' },
  )
  auth.setState({ token: 'stale' })
  const { value } = await settle(auth.downloadFile({ url: '/file' }))
  equal([files.size, files.get(value.tempFilePath)], [2, 'good'])
  server.on('/file', { statusCode: 401, data: 'bad' })
  const { error } = await settle(auth.downloadFile({ url: '/file' }))
  equal(error.response, { statusCode: 401, header: {}, errMsg: 'downloadFile:ok' })
})

test('takes a wx that calls back at once, twice, both ways, or after it has thrown', async () => {
  const { start, next } = createWorld()
  const auth = start()
  auth.setState({ token: 'there' })
  const ok = { statusCode: 200, data: 'first' }
  next('request', succeedsAtOnce(ok))
  equal((await settle(auth.request({ url: '/a' }))).value, ok)

  const called: string[] = []
  const callbacks = {
    success: () => called.push('success'),
    fail: () => called.push('fail'),
    complete: () => called.push('complete'),
  }
  next('request', (options) => {
    options.success(ok)
    options.fail({ errMsg: 'request:fail' })
    options.success({ statusCode: 500 })
  })
  equal((await settle(auth.request({ url: '/a', ...callbacks }))).value, ok)
  equal(called, ['success', 'complete'])

  next('request', throws({ errMsg: 'request:fail invalid url', errno: 600009 }))
  const { error } = await settle(auth.request({ url: '/a' }))
  equal([error.code, error.errMsg, error.errno], ['REQUEST_FAILED', 'request:fail invalid url', 600009])
})

test('causes no unhandled rejection where wx returns promises, too', async () => {
  const { start, always } = createWorld()
  for (const method of ['login', 'request', 'checkSession']) {
    always(method, (options, _usual, later) => {
      later(10, () => options.fail({ errMsg: `${method}:fail` }))
      return Promise.reject(new Error(`${method} rejects`))
    })
  }
  const auth = start({ cooldown: 0 })
  equal((await settle(auth.ensureLogin())).code, 'LOGIN_FAILED')
  auth.setState({ token: 'there' })
  equal((await settle(auth.request({ url: '/a' }))).code, 'REQUEST_FAILED')
  equal((await settle(auth.ensureSessionKey())).code, 'LOGIN_FAILED')
})

test('fails where wx has not the call', async () => {
  const { start, wx } = createWorld()
  const auth = start({ platform: { ...wx, uploadFile: undefined } as any })
  auth.setState({ token: 'there' })
  const outcome = outcomeOf(auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' }))
  await pass(0)
  equal(outcome.code, 'REQUEST_FAILED')
})
