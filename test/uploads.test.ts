import type { RejectableResponse } from '../src'
import { tokenOf } from './helpers/fake-server'
import { createWorld, settle } from './helpers/world'

const refusal = '{"code":-1,"msg":"login first"}'
const isRejected = ({ data }: RejectableResponse) => (data as any)?.code === -1
const photo = { url: '/a', filePath: 'wxfile://photo', name: 'photo', formData: { album: 7 } }

test('replays an upload whose JSON body says rejected with the same file and form, and hands out the string', async () => {
  const { server, start, count } = createWorld()
  const auth = start({ isRejected })
  auth.setState({ token: 'stale' })
  const body = '{ "code": 0,  "saved": true }'
  server.on('/a', (sent) => ({ statusCode: 200, data: tokenOf(sent) === 'stale' ? refusal : body }))
  const { value } = await settle(auth.uploadFile(photo))

  expect(value).toEqual({ statusCode: 200, data: body, errMsg: 'uploadFile:ok' })
  expect(server.requests.map(tokenOf)).toEqual(['stale', server.lastToken])
  const file = { filePath: 'wxfile://photo', name: 'photo', formData: { album: 7 } }
  expect(server.requests.map(({ data }) => data)).toEqual([file, file])
  expect(count('login')).toBe(1)
})

test('puts the string of a refused replay into the response of REJECTED', async () => {
  const { server, start } = createWorld()
  const auth = start({ isRejected })
  auth.setState({ token: 'stale' })
  server.on('/a', { statusCode: 200, data: refusal })
  const { error } = await settle(auth.uploadFile(photo))
  expect(error).toMatchObject({ code: 'REJECTED', statusCode: 200 })
  expect(error.response).toEqual({ statusCode: 200, data: refusal, errMsg: 'uploadFile:ok' })
  expect(server.requests).toHaveLength(2)
})

test.each([
  ['an object', '{"code": 0}', { code: 0 }],
  ['an array', '[1]', [1]],
  ['a number', '7', 7],
  ['no JSON', '<html>', '<html>'],
  ['a broken object', '{"code": -1', '{"code": -1'],
  ['nothing', '', ''],
])('asks isRejected about %s as it is, and hands out the string', async (_name, body, data) => {
  const { server, start } = createWorld()
  const asked: RejectableResponse[] = []
  const auth = start({ isRejected: (response) => asked.push(response) < 0 })
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode: 200, data: body })
  const { value } = await settle(auth.uploadFile(photo))
  // wx tells no headers of an upload.
  expect(asked).toEqual([{ statusCode: 200, header: {}, data }])
  expect(value.data).toBe(body)
})
