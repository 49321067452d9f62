import type { IncomingMessage, RequestListener } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { findOut } from './find-out'
import { closing, listen } from './listen'

const bytes = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index))

/** More than two sockets hold on the way from the phone to the server. */
const big = 32 * 1024 * 1024

/** Defines `fetchFile`, which gets a file to upload, and `upload`, which tells the outcome and, with `watch`, shows the task. */
const helpers = `
  const call = (api, options, watch = () => {}) => new Promise((resolve) => {
    watch(wx[api]({ ...options, success: resolve, fail: (failure) => resolve({ failed: failure }) }))
  })
  const upload = (options, watch) => call('uploadFile', options, watch)
  const fetchFile = async (url) => (await call('downloadFile', { url })).tempFilePath;`

/** Gives a file for each GET, and leaves the rest to another. */
function withFile(file: Buffer, answer: RequestListener): Promise<string> {
  return listen((request, response) => {
    if (request.method === 'GET') response.end(file)
    else answer(request, response)
  })
}

test('sends a form with the bytes of the file, its fields and the caller’s headers', async () => {
  let sent = Buffer.alloc(0)
  let headers: Record<string, unknown> = {}
  const url = await withFile(bytes, async (request, response) => {
    headers = request.headers
    sent = await buffer(request)
    response.writeHead(201, { 'X-Answer': 'yes' }).end('{"id":"7"}')
  })
  const header = { Authorization: 'Bearer x', 'Content-Type': 'application/json' }
  const found = await findOut(`${helpers}
    const events = []
    const filePath = await fetchFile('${url}/a.png')
    const result = await upload({ url: '${url}', filePath, name: 'picture', formData: { a: '登', b: 2 },
      header: ${JSON.stringify(header)} }, (task) => {
      const dropped = () => events.push('dropped')
      task.onHeadersReceived((event) => events.push(event.header['x-answer'], Object.keys(event)))
      task.onProgressUpdate(dropped)
      task.offProgressUpdate(dropped)
      events.push(typeof task.then)
    })
    return { result, events }`)
  expect(found).toEqual({
    result: { statusCode: 201, data: '{"id":"7"}', errMsg: 'uploadFile:ok' },
    events: ['undefined', 'yes', ['header']],
  })
  expect(headers).toMatchObject({ authorization: 'Bearer x', 'content-length': String(sent.length) })
  expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(headers.referer).toMatch(/^https:\/\/servicewechat\.com\//)
  expect(sent.includes(bytes)).toBe(true)
  expect(sent.toString()).toMatch(
    /name="a"\r\n\r\n登\r\n.*name="b"\r\n\r\n2\r\n.*name="picture"; filename="[\w-]+\.png"/s,
  )
})

test('tells how much has been sent while the server takes it', async () => {
  let goOn = () => {}
  const url = await withFile(Buffer.alloc(big), (request, response) => {
    if (request.url === '/go-on') {
      goOn()
      response.end()
      return
    }
    request.once('data', () => request.pause())
    goOn = () => request.on('end', () => response.end()).resume()
  })
  const events = await findOut(`${helpers}
    const events = []
    await upload({ url: '${url}', filePath: await fetchFile('${url}'), name: 'file' }, (task) =>
      task.onProgressUpdate((event) => {
        events.push(event)
        if (events.length === 1) wx.request({ url: '${url}/go-on', method: 'POST' })
      }))
    return events`)
  const [first] = events
  const last = events.at(-1)
  expect(first.totalBytesSent).toBeGreaterThan(0)
  expect(first.progress).toBeLessThan(100)
  expect(first.progress).toBe(Math.floor((100 * first.totalBytesSent) / first.totalBytesExpectedToSend))
  expect(last).toMatchObject({ progress: 100, totalBytesSent: last.totalBytesExpectedToSend })
  expect(last.totalBytesSent).toBeGreaterThan(big)
})

test('gets the answer of a server that wants no more than the headers', async () => {
  const url = await withFile(Buffer.alloc(big), (_request, response) => response.writeHead(401).end('not yours'))
  expect(
    await findOut(`${helpers}
      return upload({ url: '${url}', filePath: await fetchFile('${url}'), name: 'file' })`),
  ).toEqual({ statusCode: 401, data: 'not yours', errMsg: 'uploadFile:ok' })
})

test('ends at the server, too, when it is aborted in the middle', async () => {
  let begun: IncomingMessage | undefined
  const url = await withFile(Buffer.alloc(big), (request) => {
    begun = request
  })
  expect(
    await findOut(`${helpers}
      const filePath = await fetchFile('${url}')
      return Promise.all([
        upload({ url: '${url}', filePath, name: 'file' }, (task) => task.onProgressUpdate(() => task.abort())),
        upload({ url: '${url}', filePath, name: 'file' }, (task) => task.abort()),
      ])`),
  ).toEqual([{ failed: { errMsg: 'uploadFile:fail abort' } }, { failed: { errMsg: 'uploadFile:fail abort' } }])
  // Only who reads on finds the end.
  if (!begun) throw new Error('Nothing has arrived')
  const closed = closing(begun)
  begun.on('error', () => {}).resume()
  await closed
  expect(begun.complete).toBe(false)
})

test('has failed when it is aborted before it has called back', async () => {
  const url = await withFile(bytes, async (request, response) => {
    await buffer(request)
    response.end('done')
  })
  expect(
    await findOut(`${helpers}
      return upload({ url: '${url}', filePath: await fetchFile('${url}'), name: 'file' }, (task) =>
        task.onHeadersReceived(() => task.abort()))`),
  ).toEqual({ failed: { errMsg: 'uploadFile:fail abort' } })
})

test('fails with the words and the errno of WeChat', async () => {
  const url = await withFile(bytes, (request) => request.socket.destroy())
  expect(
    await findOut(`${helpers}
      const filePath = await fetchFile('${url}')
      return Promise.all([
        upload({ url: '${url}', filePath: 'wxfile://tmp/none', name: 'file' }),
        upload({ url: '/relative', filePath, name: 'file' }),
        upload({ url: '${url}', filePath, name: 'file' }),
      ])`),
  ).toEqual([
    { failed: { errMsg: "uploadFile:fail file doesn't exist" } },
    { failed: { errMsg: 'uploadFile:fail invalid url "/relative"', errno: 600009 } },
    {
      failed: {
        errMsg: 'uploadFile:fail errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED',
        errno: 600001,
      },
    },
  ])
})
