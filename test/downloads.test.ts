import type { RejectableResponse } from '../src'
import { tokenOf } from './helpers/fake-server'
import { createWorld, settle, textOf } from './helpers/world'

/** Everything that can be found in a value, the properties that are not enumerable, too. */
function insideOf(value: any, seen = new Set()): string {
  if (typeof value === 'string') return value
  if (!value || typeof value !== 'object' || seen.has(value)) return ''
  seen.add(value)
  return Object.getOwnPropertyNames(value)
    .map((name) => `${name}: ${insideOf(value[name], seen)}`)
    .join('\n')
}

test('hands out only the file of the replay', async () => {
  const { server, start, files, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', (sent) => {
    return tokenOf(sent) === 'stale'
      ? { statusCode: 401, data: 'a page that says no' }
      : { statusCode: 200, data: 'the picture' }
  })
  const told: any[] = []
  const { value } = await settle(auth.downloadFile({ url: '/a', success: (result) => told.push(result) }))

  expect(files.size).toBe(2)
  expect(files.get(value.tempFilePath)).toBe('the picture')
  expect(value).toEqual({ statusCode: 200, header: {}, errMsg: 'downloadFile:ok', tempFilePath: value.tempFilePath })
  expect(told).toEqual([value])
  expect(count('login')).toBe(1)
})

test('lets the file of the replay take the place that the caller named', async () => {
  const { server, start, files } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', (sent) => ({ statusCode: tokenOf(sent) === 'stale' ? 401 : 200, data: tokenOf(sent) }))
  const { value } = await settle(auth.downloadFile({ url: '/a', filePath: 'wxfile://usr/picture' }))
  expect(value.filePath).toBe('wxfile://usr/picture')
  expect([...files]).toEqual([['wxfile://usr/picture', server.lastToken]])
})

test.each([
  ['a temporary file', {}],
  ['a file that the caller named', { filePath: 'wxfile://usr/picture' }],
])('names %s nowhere in the error of a refused replay', async (_name, options) => {
  const { server, start, files } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  server.on('/a', { statusCode: 401, header: { 'X-From': 'server' }, data: 'a page that says no' })
  const { error } = await settle(auth.downloadFile({ url: '/a', ...options }))

  expect(error).toMatchObject({ code: 'REJECTED', statusCode: 401 })
  expect(error.response).toEqual({ statusCode: 401, header: { 'X-From': 'server' }, errMsg: 'downloadFile:ok' })
  expect(files.size).toBeGreaterThan(0)
  for (const path of files.keys()) expect(insideOf(error) + textOf(error)).not.toContain(path)
})

test('asks isRejected about status and headers, without data and without the file', async () => {
  const { server, start } = createWorld()
  const asked: RejectableResponse[] = []
  const auth = start({ isRejected: (response) => asked.push(response) < 0 })
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode: 200, header: { 'X-From': 'server' }, data: 'the picture' })
  await settle(auth.downloadFile({ url: '/a' }))
  expect(asked.map((response) => Object.entries(response))).toEqual([
    [
      ['statusCode', 200],
      ['header', { 'X-From': 'server' }],
    ],
  ])
})

test.each([403, 404, 500])('hands out the file of a %d, as wx does', async (statusCode) => {
  const { server, start, files, count } = createWorld()
  const auth = start()
  auth.setState({ token: 'good' })
  server.on('/a', { statusCode, data: 'a page that says no' })
  const { value } = await settle(auth.downloadFile({ url: '/a' }))
  expect(value.statusCode).toBe(statusCode)
  expect(files.get(value.tempFilePath)).toBe('a page that says no')
  expect(count('login')).toBe(0)
})
