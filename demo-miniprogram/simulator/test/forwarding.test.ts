import { EventEmitter, once } from 'node:events'
import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import {
  type ForwardedAnswer,
  type ForwardedRequest,
  forwardingHeader,
  fromHeader,
  toHeader,
} from '../common/forwarding'
import { startSimulator } from '../start'
import { atEnd, listen, makeFolder } from './fixtures'

let simulatorUrl: string
const logged: string[] = []

beforeEach(async () => {
  logged.length = 0
  const simulator = await startSimulator({ miniProgram: await makeFolder({}), log: (line) => logged.push(line) })
  atEnd(() => simulator.close())
  simulatorUrl = simulator.url
})

/** Has a request sent as the phone does. */
async function forward(wanted: Partial<ForwardedRequest> & { url: string }, init: RequestInit = {}) {
  const response = await fetch(`${simulatorUrl}/wx/request`, {
    method: 'POST',
    ...init,
    headers: {
      origin: simulatorUrl,
      [forwardingHeader]: toHeader({ method: 'GET', header: {}, redirect: 'follow', ...wanted }),
      ...init.headers,
    },
  })
  return { response, head: fromHeader<ForwardedAnswer>(response.headers.get(forwardingHeader) ?? '') }
}

test('sends the method, the headers that no browser would let through, and the body', async () => {
  let got: IncomingMessage | undefined
  let body = ''
  const { url } = await listen(async (request, response) => {
    got = request
    body = await text(request)
    response.end()
  })
  const header = { cookie: 'a=1', origin: 'https://x.example', referer: 'https://servicewechat.com/', 'X-Token': '2' }
  await forward({ url: `${url}/path?q=1`, method: 'PUT', header }, { body: 'some text' })
  expect(got).toMatchObject({ method: 'PUT', url: '/path?q=1' })
  expect(got?.headers).toMatchObject({
    cookie: 'a=1',
    origin: 'https://x.example',
    referer: 'https://servicewechat.com/',
    'x-token': '2',
    'content-length': '9',
  })
  expect(body).toBe('some text')
  expect(got?.headers[forwardingHeader]).toBeUndefined()
})

test('passes bytes on as they are, both ways', async () => {
  const { url } = await listen((request, response) => request.pipe(response))
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  const { response } = await forward({ url, method: 'POST' }, { body: bytes })
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
})

/** Begins to send a body, of which the rest follows. */
function beginUpload(url: string): ClientRequest {
  const wanted = { url, method: 'POST', header: {}, redirect: 'manual' } as const
  const phone = httpRequest(`${simulatorUrl}/wx/request`, {
    method: 'POST',
    headers: { origin: simulatorUrl, [forwardingHeader]: toHeader(wanted), 'content-length': 12 },
  })
  phone.write('first ')
  return phone
}

test('hands on each part of a body when it comes, and tells how long it is', async () => {
  const arrivals = new EventEmitter()
  const { url } = await listen((request, response) => {
    request.on('data', (part) => arrivals.emit('part', String(part), request.headers['content-length']))
    request.on('end', () => response.end('all'))
  })
  const first = once(arrivals, 'part')
  const phone = beginUpload(url)
  expect(await first).toEqual(['first ', '12'])
  const second = once(arrivals, 'part')
  const answered = once(phone, 'response')
  phone.end('second')
  expect((await second)[0]).toBe('second')
  expect(await text((await answered)[0])).toBe('all')
})

test('ends the upload when the phone ends its own', async () => {
  const arrivals = new EventEmitter()
  const { url } = await listen((request) => request.once('data', () => arrivals.emit('upload', request)))
  const arrived = once(arrivals, 'upload')
  const phone = beginUpload(url)
  const [request] = (await arrived) as [IncomingMessage]
  const closed = new Promise((resolve) => request.socket.on('close', resolve))
  phone.on('error', () => {}).destroy()
  await closed
  expect(logged).toEqual([])
})

describe('takes all of an upload before the next request, where it is not wanted', () => {
  /** What a phone reads that sends an upload and then a request, on one connection. */
  async function sendBoth(url: string): Promise<string> {
    const wanted = toHeader({ url, method: 'POST', header: {}, redirect: 'manual' })
    const { host, hostname, port } = new URL(simulatorUrl)
    const phone = connect(Number(port), hostname)
    // More than two sockets hold on the way.
    const bytes = 32 * 1024 * 1024
    phone.write(`POST /wx/request HTTP/1.1\r\nhost: ${host}\r\norigin: ${simulatorUrl}\r\ncontent-length: ${bytes}\r\n`)
    phone.write(`${forwardingHeader}: ${wanted}\r\n\r\n`)
    phone.write(Buffer.alloc(bytes))
    phone.write(`GET /next HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
    return text(phone)
  }

  test('by a server that has answered', async () => {
    const { url } = await listen((_request, response) => response.writeHead(401).end('not yours'))
    expect(await sendBoth(url)).toMatch(/^HTTP\/1\.1 200 .*not yours.*HTTP\/1\.1 404 /s)
  })

  test('by a server that is not there', async () => {
    expect(await sendBoth(await unusedUrl())).toMatch(/^HTTP\/1\.1 200 .*REFUSED.*HTTP\/1\.1 404 /s)
  })
})

test('answers with the status, the headers and each cookie, whatever the status', async () => {
  const { url } = await listen((_request, response) => {
    response.writeHead(418, { 'X-Answer': 'yes', 'set-cookie': ['a=1', 'b=2'], 'retry-after': '7' }).end('{"a":1}')
  })
  const { head, response } = await forward({ url })
  expect(head).toMatchObject({ statusCode: 418, cookies: ['a=1', 'b=2'] })
  expect(head).toMatchObject({ header: { 'x-answer': 'yes', 'retry-after': '7' } })
  expect(await response.text()).toBe('{"a":1}')
})

test('hands on the headers and each part of an answer when they come', async () => {
  let rest: ServerResponse | undefined
  const { url } = await listen((_request, response) => {
    response.flushHeaders()
    rest = response
  })
  const { response } = await forward({ url })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  rest?.write('first ')
  expect(await reader?.read()).toMatchObject({ value: 'first ' })
  rest?.end('second')
  expect(await reader?.read()).toMatchObject({ value: 'second' })
})

test('ends the request when the phone ends its own', async () => {
  const arrivals = new EventEmitter()
  const { url } = await listen((request) => void arrivals.emit('request', request))
  const phone = new AbortController()
  const arrived = once(arrivals, 'request')
  const answer = forward({ url }, { signal: phone.signal })
  const [request] = (await arrived) as [IncomingMessage]
  const closed = once(request.socket, 'close')
  phone.abort()
  await expect(answer).rejects.toThrow('aborted')
  await closed
  expect(logged).toEqual([])
})

test('ends the stream when the phone ends its own', async () => {
  let closed: Promise<unknown> | undefined
  const { url } = await listen((request, response) => {
    closed = once(request.socket, 'close')
    response.write('first')
  })
  const phone = new AbortController()
  const { response } = await forward({ url }, { signal: phone.signal })
  phone.abort()
  await expect(response.text()).rejects.toThrow('aborted')
  await closed
})

test('follows a redirect, or hands it over, as asked', async () => {
  const { url } = await listen((request, response) => {
    if (request.url === '/there') response.end('arrived')
    else response.writeHead(302, { location: '/there' }).end()
  })
  const followed = await forward({ url })
  expect(followed.head).toMatchObject({ statusCode: 200 })
  expect(await followed.response.text()).toBe('arrived')
  expect((await forward({ url, redirect: 'manual' })).head).toMatchObject({
    statusCode: 302,
    header: { location: '/there' },
  })
})

test('sends the body again where a redirect asks for it', async () => {
  const { url } = await listen((request, response) => {
    if (request.url === '/there') request.pipe(response)
    else response.writeHead(307, { location: '/there' }).end()
  })
  const { response } = await forward({ url, method: 'POST' }, { body: 'some text' })
  expect(await response.text()).toBe('some text')
})

test('gives up on redirects without an end', async () => {
  const { url } = await listen((_request, response) => response.writeHead(302, { location: '/' }).end())
  expect((await forward({ url })).head).toEqual({ reason: 'exceed max redirect count', errno: 600008 })
})

test('says why no answer came, in the words of WeChat, and in the terminal without path and query', async () => {
  const { url } = await listen((request) => request.socket.destroy())
  expect((await forward({ url: `${url}/path?token=secret` })).head).toEqual({
    reason: 'errcode:-100 cronet_error_code:-100 error_msg:net::ERR_CONNECTION_CLOSED',
    errno: 600001,
  })
  const refused = await unusedUrl()
  expect((await forward({ url: refused })).head).toEqual({
    reason: 'errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    errno: 600001,
  })
  expect(logged).toEqual([
    `GET ${url} → no answer (net::ERR_CONNECTION_CLOSED)`,
    `GET ${refused} → no answer (net::ERR_CONNECTION_REFUSED)`,
  ])
})

test('breaks off where the answer breaks off', async () => {
  const { url } = await listen((request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => request.socket.destroy())
  })
  const { response } = await forward({ url })
  await expect(response.text()).rejects.toThrow('terminated')
})

describe('does nothing for others', () => {
  let reached = 0
  let target: string

  beforeEach(async () => {
    reached = 0
    target = (await listen((_request, response) => response.end(String(++reached)))).url
  })

  afterEach(() => expect(reached).toBe(0))

  /** With exactly these headers, as a browser or an attacker would send them. */
  async function post(headers: Record<string, string>): Promise<number | undefined> {
    const wanted = toHeader({ url: target, method: 'GET', header: {}, redirect: 'follow' })
    const request = httpRequest(`${simulatorUrl}/wx/request`, {
      method: 'POST',
      headers: { [forwardingHeader]: wanted, ...headers },
    })
    request.end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])('such as a page of %s', async (origin) => {
    expect(await post({ origin })).toBe(403)
  })

  test('such as a program that sends no Origin', async () => {
    expect(await post({})).toBe(403)
  })

  test('such as a page under a name that resolves to this machine', async () => {
    const host = `rebound.example:${new URL(simulatorUrl).port}`
    expect(await post({ host, origin: `http://${host}` })).toBe(403)
  })
})

test('listens on the loopback address only', async () => {
  // All of 127.0.0.0/8 is this machine: who listens everywhere is found here, too.
  await expect(fetch(simulatorUrl.replace('127.0.0.1', '127.0.0.2'))).rejects.toThrow('fetch failed')
})

/** Nobody listens there any more. */
async function unusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return `http://127.0.0.1:${port}`
}
