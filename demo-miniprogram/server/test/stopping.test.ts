import { startWechatStandIn, type WechatStandIn } from '../wechat-stand-in'
import { accessTo, runMain } from './main-process'
import { converse } from './running-server'

let standIn: WechatStandIn
beforeEach(async () => {
  standIn = await startWechatStandIn()
})
afterEach(() => standIn.close())

/** A server as `npm start` runs it, with a stream under way that it has begun to answer. */
async function runWithStream({ pause, grace }: { pause: number; grace: number }) {
  const server = runMain({ ...accessTo(standIn), GRACE_SECONDS: String(grace) })
  const { url } = await server.tells({ event: 'listening' })
  const body = JSON.stringify({ code: standIn.issueCode() })
  const headers = { 'content-type': 'application/json' }
  const login = await fetch(`${url}/login`, { method: 'POST', headers, body })
  const { token } = (await login.json()) as { token: string }
  const port = Number(new URL(url).port)
  const head = `GET /stream?pause=${pause} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`
  const stream = await converse(port, head)
  await stream.heard('Each')
  return { ...server, url, port, stream }
}

const wholeStream = /is \r\n[\s\S]*here\.[\s\S]*\r\n0\r\n\r\n$/

test('answers a stream that is under way to its end, then ends at once', async () => {
  // With a connection that is kept alive it would last as long as the grace.
  const { child, tells, exit, stream, stderr } = await runWithStream({ pause: 50, grace: 600 })
  child.kill('SIGTERM')
  await tells({ event: 'stopping' })
  expect(await stream.answer).toMatch(wholeStream)
  expect(await exit).toEqual([0, null])
  expect(await stderr).toBe('')
})

test('takes no new connection while it stops', async () => {
  const { child, tells, exit, url, stream } = await runWithStream({ pause: 1000, grace: 600 })
  child.kill('SIGTERM')
  await tells({ event: 'stopping' })
  await expect(fetch(`${url}/news`)).rejects.toThrow('fetch failed')
  stream.hangUp()
  expect(await exit).toEqual([0, null])
})

test('lets further signals change nothing', async () => {
  const { child, tells, exit, stream } = await runWithStream({ pause: 50, grace: 600 })
  child.kill('SIGINT')
  await tells({ event: 'stopping' })
  child.kill('SIGINT')
  child.kill('SIGTERM')
  expect(await stream.answer).toMatch(wholeStream)
  expect(await exit).toEqual([0, null])
})

test('cuts off what takes longer than the grace', async () => {
  const { child, exit, stream } = await runWithStream({ pause: 1000, grace: 1 })
  child.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
  expect(await stream.answer).not.toMatch(wholeStream)
})

test('answers what was half sent when it began to stop, and says that it is not ready', async () => {
  const { child, tells, exit, port, stream } = await runWithStream({ pause: 1000, grace: 600 })
  const asking = await converse(port, 'GET /ready HTTP/1.1\r\nhost: ')
  const visiting = await converse(port, 'GET /news HTTP/1.1\r\nhost: ')
  // By then both have arrived.
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  child.kill('SIGTERM')
  await tells({ event: 'stopping' })
  asking.say('x\r\n\r\n')
  visiting.say('x\r\n\r\n')
  expect(await asking.answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*"stopping"/)
  expect(await visiting.answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close/i)
  stream.hangUp()
  expect(await exit).toEqual([0, null])
})
