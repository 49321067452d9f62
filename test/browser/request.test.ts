import type { RequestListener, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { takeProblems } from './browser'
import { findOut } from './find-out'
import { closing, listen } from './listen'

/** Answers with what arrived. */
const echo: RequestListener = async (request, response) => {
  const { method, url, headers } = request
  const { referer, cookie, authorization, 'content-type': type } = headers
  response.writeHead(200, { 'content-type': 'text/plain', 'X-Echo': 'yes', 'set-cookie': ['a=1', 'b=2'] })
  response.end(JSON.stringify({ method, url, referer, cookie, authorization, type, body: await text(request) }))
}

/** Defines `ask`, which gives the outcome of wx.request. */
const ask = `
  const ask = (options) => new Promise((resolve) => {
    wx.request({ ...options, success: (result) => resolve(result), fail: (failure) => resolve({ failed: failure }) })
  });`

test('sends data as WeChat does: in the query, as JSON, as a form, or as it is', async () => {
  const url = await listen(echo)
  const sent = await findOut(`${ask}
    const data = { a: 1, b: '登 录', c: { d: true } }
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const cases = [{}, { data }, { url: '${url}/?x=0', data }, { method: 'post', data }, { method: 'PUT', data, header: form },
      { method: 'POST', data: 'as it is' }, { method: 'POST', data: new Uint8Array([104, 105]).buffer }, { method: 'DELETE' }]
    const answers = await Promise.all(cases.map((options) => ask({ url: '${url}', ...options })))
    return answers.map(({ data: { method, url, type, body } }) => [method, url, type, body].join(' '))`)
  const query = 'a=1&b=%E7%99%BB%20%E5%BD%95&c=%7B%22d%22%3Atrue%7D'
  const json = 'application/json'
  expect(sent).toEqual([
    `GET / ${json} `,
    `GET /?${query} ${json} `,
    `GET /?x=0&${query} ${json} `,
    `POST / ${json} {"a":1,"b":"登 录","c":{"d":true}}`,
    `PUT / application/x-www-form-urlencoded ${query}`,
    `POST / ${json} as it is`,
    `POST / ${json} hi`,
    `DELETE / ${json} `,
  ])
})

test('sends headers that a browser reserves, and a Referer of its own', async () => {
  const url = await listen(echo)
  const header = { Cookie: 'c=1', Authorization: 'Bearer x', Referer: 'https://mine.example' }
  const { data } = await findOut(`${ask} return ask({ url: '${url}', header: ${JSON.stringify(header)} })`)
  expect(data).toMatchObject({ cookie: 'c=1', authorization: 'Bearer x' })
  expect(data.referer).toMatch(/^https:\/\/servicewechat\.com\//)
})

test('succeeds with every status, and gives the header and the cookies', async () => {
  const url = await listen((_request, response) =>
    response.writeHead(503, { 'Retry-After': '7', 'set-cookie': ['a=1', 'b=2'] }).end(),
  )
  expect(await findOut(`${ask} return ask({ url: '${url}' })`)).toMatchObject({
    statusCode: 503,
    header: { 'retry-after': '7' },
    cookies: ['a=1', 'b=2'],
    data: '',
    errMsg: 'request:ok',
  })
})

test('parses JSON whatever its content type says, unless told otherwise', async () => {
  const url = await listen((request, response) => response.end(request.url === '/json' ? '{"a":1}' : '{no'))
  expect(
    await findOut(`${ask}
      const bytes = await ask({ url: '${url}/json', responseType: 'arraybuffer' })
      return [
        (await ask({ url: '${url}/json' })).data,
        (await ask({ url: '${url}/json', dataType: 'other' })).data,
        (await ask({ url: '${url}/text' })).data,
        [bytes.data instanceof ArrayBuffer, bytes.data.byteLength],
      ]`),
  ).toEqual([{ a: 1 }, '{"a":1}', '{no', [true, 7]])
})

test('returns a task and no promise, which tells of the headers first', async () => {
  const url = await listen(echo)
  expect(
    await findOut(`
      const events = []
      return new Promise((resolve) => {
        const dropped = () => events.push('dropped')
        const task = wx.request({
          url: '${url}',
          success: () => events.push('success'),
          complete: () => resolve([typeof task.then, ...events, 'complete']),
        })
        events.push('returned')
        task.onHeadersReceived(({ statusCode, header }) => events.push('headers ' + statusCode + header['x-echo']))
        task.onHeadersReceived(dropped)
        task.offHeadersReceived(dropped)
      })`),
  ).toEqual(['undefined', 'returned', 'headers 200yes', 'success', 'complete'])
})

test('hands on a chunked answer part by part, as bytes, and has nothing of it in the result', async () => {
  let rest: ServerResponse | undefined
  const url = await listen((request, response) => {
    if (request.url === '/rest') {
      // Half of a character that goes on in the next part.
      rest?.end(Buffer.from([0xbb, 0x95]))
      response.end()
    } else {
      response.write(Buffer.from([0x00, 0xff, 0xe7]))
      rest = response
    }
  })
  expect(
    await findOut(`
      const events = []
      return new Promise((resolve) => {
        const dropped = () => events.push('dropped')
        const task = wx.request({ url: '${url}', enableChunked: true, success: ({ data, statusCode }) => {
          resolve([...events, { data, statusCode }])
        } })
        task.onHeadersReceived(({ statusCode }) => events.push(statusCode))
        task.onChunkReceived(({ data }) => {
          events.push(data instanceof ArrayBuffer && [...new Uint8Array(data)])
          if (events.length === 2) wx.request({ url: '${url}/rest' })
        })
        task.onChunkReceived(dropped)
        task.offChunkReceived(dropped)
      })`),
  ).toEqual([200, [0x00, 0xff, 0xe7], [0xbb, 0x95], { data: '', statusCode: 200 }])
})

test('goes on when a listener throws', async () => {
  const url = await listen((_request, response) => response.end('all'))
  expect(
    await findOut(`
      return new Promise((success) => {
        const task = wx.request({ url: '${url}', success })
        task.onHeadersReceived(() => { throw new Error('of the app') })
      })`),
  ).toMatchObject({ data: 'all' })
  expect(takeProblems()).toEqual([expect.stringContaining('of the app')])
})

test('ends at the server, too, when it is aborted or takes too long', async () => {
  const closings: Promise<void>[] = []
  const url = await listen((request, response) => {
    closings.push(closing(request))
    response.flushHeaders()
  })
  expect(
    await findOut(`${ask}
      const aborted = await new Promise((resolve) => {
        const task = wx.request({ url: '${url}', fail: resolve, success: resolve })
        task.onHeadersReceived(() => { task.abort(); task.abort() })
      })
      return [aborted, await ask({ url: '${url}', timeout: 200 })]`),
  ).toEqual([{ errMsg: 'request:fail abort' }, { failed: { errMsg: 'request:fail timeout', errno: 5 } }])
  await Promise.all(closings)
  expect(closings).not.toEqual([])
})

test('fails with the words and the errno of WeChat', async () => {
  const url = await listen((request) => request.socket.destroy())
  expect(
    await findOut(`${ask}
      return Promise.all([ask({ url: '${url}' }), ask({ url: '/relative' }), ask({}), ask({ url: 'http://' })])`),
  ).toEqual([
    {
      failed: {
        errMsg: 'request:fail errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED',
        errno: 600001,
      },
    },
    { failed: { errMsg: 'request:fail invalid url "/relative"', errno: 600009 } },
    { failed: { errMsg: 'request:fail invalid url "undefined"', errno: 600009 } },
    { failed: { errMsg: 'request:fail invalid url "http://"', errno: 600009 } },
  ])
})
