import { apis, callOf } from './helpers/calls'
import { tokenOf } from './helpers/fake-server'
import { createWorld, settle } from './helpers/world'

function deepFreeze<Value>(value: Value): Value {
  if (value && typeof value === 'object') for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}

test.each(apis)('never changes the options of a %s: frozen and used three times, they do the same', async (api) => {
  const { server, start } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  const called: string[] = []
  const make = () => ({
    header: { AUTHORIZATION: 'of-the-caller', 'X-Trace': 'abc' },
    data: { list: [1, { deep: true }] },
    formData: { album: 7 },
    timeout: 5000,
    login: 'required',
    success: () => called.push('success'),
    complete: () => called.push('complete'),
  })
  const options = deepFreeze(make())
  const results: unknown[] = []
  for (let use = 0; use < 3; use++) {
    const { value } = await settle(callOf(auth, api, options))
    results.push({ ...value, tempFilePath: 'any' })
    server.revokeAll()
  }

  expect(results).toEqual([results[0], results[0], results[0]])
  expect(results[0]).toMatchObject({ statusCode: 200 })
  expect(called).toEqual(Array(3).fill(['success', 'complete']).flat())
  expect(JSON.stringify(options)).toBe(JSON.stringify(make()))
  expect(server.requests).toHaveLength(6)
  for (const { header } of server.requests) {
    expect(header).toEqual({ 'X-Trace': 'abc', Authorization: expect.stringMatching(/^Bearer (stale|token-)/) })
  }
})

test.each(apis)(
  "passes every option of a %s on to wx, those it does not know, too, as the caller's own",
  async (api) => {
    const { start, calls } = createWorld()
    const auth = start()
    auth.setState({ token: 'good' })
    const options = {
      method: 'PUT',
      data: new ArrayBuffer(4),
      formData: { album: 7 },
      filePath: 'wxfile://here',
      name: 'photo',
      dataType: '其他',
      responseType: 'arraybuffer',
      timeout: 1234,
      enableHttp2: true,
      enableQuic: true,
      enableCache: false,
      enableChunked: false,
      forceCellularNetwork: true,
      redirect: 'manual',
      optionOfTomorrow: { a: 1 },
    }
    await settle(callOf(auth, api, options))
    expect(calls[0]?.options).toMatchObject({ ...options, url: 'https://api.test/a' })
    expect(calls[0]?.options.data).toBe(options.data)
    expect(calls[0]?.options.optionOfTomorrow).toBe(options.optionOfTomorrow)
  },
)

test('does with one options object what it would with three, when they are under way at once', async () => {
  const { server, start } = createWorld()
  const auth = start()
  const options = deepFreeze({ url: '/a', header: { 'X-Trace': 'abc' } })
  const outcomes = await Promise.all([1, 2, 3].map(() => settle(auth.request(options))))
  expect(outcomes.map(({ value }) => value.statusCode)).toEqual([200, 200, 200])
  expect(server.requests.map(tokenOf)).toEqual(Array(3).fill(server.lastToken))
})
