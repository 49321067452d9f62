import { tokenOf } from './helpers/fake-server'
import { type Answer, fails, type Sent } from './helpers/fake-wx'
import { createReadmeApp } from './helpers/readme'
import { createWorld, settle, type World } from './helpers/world'

const bearer = (header: Record<string, string>) => tokenOf({ header })

/** Answers so to the login states that the server knows. */
const toKnown =
  ({ server }: World, answer: Answer) =>
  (sent: Sent): Answer =>
    server.tokens.has(tokenOf(sent)) ? answer : { statusCode: 401, data: { error: 'unknown' }, chunks: ['unknown'] }

/** A mini-program in which the recipe meets a login state that the server has forgotten. */
function createForgottenApp(world: World, wx: object = {}) {
  const app = createReadmeApp(world, wx)
  app.auth.setState({ token: 'forgotten' })
  return app
}

test('uploads with progress, of the replay too, and shows what the server made of it', async () => {
  const world = createWorld()
  world.server.on('/files', toKnown(world, { statusCode: 201, data: { id: 'photo-1' } }))
  const chooseMedia = async () => ({ tempFiles: [{ tempFilePath: 'wxfile://chosen' }] })
  const page = createForgottenApp(world, { chooseMedia }).open('Upload with progress')
  await settle(page.upload())
  expect(page.shown).toEqual([{ progress: 50 }, { progress: 50 }, { photoId: 'photo-1' }])
  expect(world.server.requests.map(({ data }) => data.filePath)).toEqual(['wxfile://chosen', 'wxfile://chosen'])
})

test('shows nothing of an upload that the server did not take', async () => {
  const world = createWorld()
  world.server.on('/files', { statusCode: 413, data: { error: 'too_large' } })
  const chooseMedia = async () => ({ tempFiles: [{ tempFilePath: 'wxfile://chosen' }] })
  const page = createReadmeApp(world, { chooseMedia }).open('Upload with progress')
  await settle(page.upload())
  expect(page.shown).toEqual([{ progress: 50 }])
})

test('downloads what the server has, and shows no answer that is none', async () => {
  const world = createWorld()
  world.server.on('/files/1', toKnown(world, { statusCode: 200, data: 'pixels' }))
  world.server.on('/files/2', toKnown(world, { statusCode: 404, data: 'nothing' }))
  const page = createForgottenApp(world).open('Download and show')
  await settle(page.onLoad({ id: '1' }))
  expect(world.files.get(page.data.photo)).toBe('pixels')
  await settle(page.onLoad({ id: '2' }))
  expect(page.shown).toHaveLength(1)
})

test('shows a stream as it comes, each character whole, and nothing of a rejected attempt', async () => {
  const world = createWorld()
  const bytes = Buffer.from('微信 logs 😀 in').toString('latin1')
  const chunks = [bytes.slice(0, 4), bytes.slice(4, 9), bytes.slice(9, 14), bytes.slice(14)]
  world.server.on('/stream', toKnown(world, { statusCode: 200, chunks }))
  const page = createForgottenApp(world).open('Streaming')
  await settle(page.ask())
  expect(page.shown.map(({ answer }) => answer)).toEqual(['', '微信 lo', '微信 lo', '微信 logs 😀 in'])
})

/** Like `wx.connectSocket`: the server accepts the socket, then greets it or closes it. */
function createSockets({ server }: World, code = 4401) {
  const connections: string[] = []
  return {
    connections,
    connectSocket({ header }: { header: Record<string, string> }) {
      const token = bearer(header)
      const heard: Record<string, (event: object) => void> = {}
      connections.push(token)
      setTimeout(() => (server.tokens.has(token) ? heard.message?.({ data: 'hello' }) : heard.close?.({ code })), 100)
      return {
        onMessage: (listener: () => void) => Object.assign(heard, { message: listener }),
        onClose: (listener: () => void) => Object.assign(heard, { close: listener }),
        onError() {},
      }
    },
  }
}

test('opens a socket again after the server closed it for its login state', async () => {
  const world = createWorld()
  const { connectSocket, connections } = createSockets(world)
  const { openSocket } = createForgottenApp(world, { connectSocket }).run('WebSocket')
  expect((await settle(openSocket())).value).toHaveProperty('onMessage')
  expect(connections).toEqual(['forgotten', world.server.lastToken])
  expect(world.count('login')).toBe(1)
})

test('logs in for no socket that was closed for another reason', async () => {
  const world = createWorld()
  const { connectSocket, connections } = createSockets(world, 1011)
  const { openSocket } = createForgottenApp(world, { connectSocket }).run('WebSocket')
  expect((await settle(openSocket())).error).toMatchObject({ message: 'The socket closed with 1011' })
  expect(connections).toEqual(['forgotten'])
})

test('calls a cloud container with the headers of the login state, and once more where it is refused', async () => {
  const world = createWorld()
  const calls: any[] = []
  const callContainer = async (options: any) => {
    calls.push(options)
    const known = world.server.tokens.has(bearer(options.header))
    return { statusCode: known ? 200 : 401, data: known ? ['order'] : 'unknown' }
  }
  const app = createForgottenApp(world, { cloud: { callContainer } })
  const { value } = await settle(app.run('Cloud container').getFromContainer('/orders'))
  expect(value).toEqual(['order'])
  expect(calls.map(({ header }) => bearer(header))).toEqual(['forgotten', world.server.lastToken])
  expect(calls[1]).toMatchObject({ path: '/orders', header: { 'X-WX-SERVICE': 'api' } })
})

test('sends what axios sends, and once more where the login state is refused', async () => {
  const world = createWorld()
  world.server.on('/orders', toKnown(world, { statusCode: 201, data: { id: 7 }, header: { 'X-Total': '1' } }))
  const { http } = createForgottenApp(world).run('axios')
  const { value } = await settle(http.post('/orders', { item: 'tea' }, { params: { page: 2 }, timeout: 5000 }))
  expect(value).toMatchObject({ status: 201, data: { id: 7 }, headers: { 'X-Total': '1' } })
  expect(world.server.requests.map(tokenOf)).toEqual(['forgotten', world.server.lastToken])
  expect(world.server.requests[1]).toMatchObject({
    method: 'POST',
    url: 'https://api.test/orders?page=2',
    data: '{"item":"tea"}',
    header: { 'Content-Type': 'application/json' },
  })
  expect(world.calls.pop()?.options.timeout).toBe(5000)
})

test('fails with axios as axios does, without the token, and with AuthError where no answer came', async () => {
  const world = createWorld()
  const { http } = createReadmeApp(world).run('axios')
  world.server.on('/gone', { statusCode: 404, data: { error: 'gone' } })
  const failure = await settle(
    http.get('/gone').catch((error: any) => [error.name, error.response.status, error.toJSON()]),
  )
  expect(failure.value.slice(0, 2)).toEqual(['AxiosError', 404])
  expect(JSON.stringify(failure.value)).not.toContain(world.server.lastToken)
  world.next('request', fails('request:fail offline'))
  expect((await settle(http.get('/a'))).error).toMatchObject({ code: 'REQUEST_FAILED' })
})
