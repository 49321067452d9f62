import type { BareRequest } from '../src'
import { fails } from './helpers/fake-wx'
import { createWorld, settle, type World } from './helpers/world'

/** What the `request` of an exchange function does during a login(), while another login state is known. */
async function during(world: World, use: (request: BareRequest) => unknown, options: object = {}): Promise<void> {
  let used: unknown
  const auth = world.start({
    ...options,
    exchange: async ({ request }) => {
      used = use(request)
      await used
      return { token: 'issued' }
    },
  })
  world.server.tokens.add('known')
  auth.setState({ token: 'known' })
  expect((await settle(auth.login())).value).toEqual({ token: 'issued' })
}

test.each([
  ['https://api.test', '/in', 'https://api.test/in'],
  ['https://api.test/v1/', 'in', 'https://api.test/v1/in'],
  ['https://api.test/v1', '/in?a=1', 'https://api.test/v1/in?a=1'],
  ['https://api.test', 'https://elsewhere.test/in', 'https://elsewhere.test/in'],
])('resolves URLs: under %s, %s is %s', async (baseUrl, url, to) => {
  const world = createWorld()
  await during(world, (request) => request({ url }), { baseUrl })
  expect(world.sent.map((sent) => sent.url)).toEqual([to])
})

test('carries no login state, neither with a trusted origin nor where it is asked to', async () => {
  const world = createWorld()
  await during(world, (request) => request({ url: '/in' }))
  await during(world, (request) => request({ url: '/in', login: 'required' } as any))
  expect(world.sent.map(({ header }) => header)).toEqual([{}, {}])
  expect(world.count('login')).toBe(2)
})

test('passes its options through, headers of its own included', async () => {
  const world = createWorld()
  const options = Object.freeze({
    url: '/in',
    method: 'PUT' as const,
    data: { a: 1 },
    header: Object.freeze({ authorization: 'Basic of-the-caller', 'X-One': '1' }),
    timeout: 5000,
  })
  await during(world, (request) => request(options))
  expect(world.sent).toMatchObject([{ method: 'PUT', data: { a: 1 }, header: options.header }])
  expect(world.calls.find(({ method }) => method === 'request')?.options).toMatchObject({ timeout: 5000 })
})

test.each([200, 401, 403, 404, 503])(
  'resolves with whatever the server answers, never replayed: %i',
  async (statusCode) => {
    const world = createWorld()
    world.server.on('/in', { statusCode, data: { said: 'so' }, header: { 'X-One': '1' } })
    const responses: unknown[] = []
    await during(world, async (request) => responses.push(await request({ url: '/in' })))
    expect(responses).toMatchObject([{ statusCode, data: { said: 'so' }, header: { 'X-One': '1' } }])
    expect(world.sent).toHaveLength(1)
    expect(world.events.filter(({ type }) => type === 'rejected')).toEqual([])
    expect(world.count('login')).toBe(1)
  },
)

test('rejects with REQUEST_FAILED when wx fails, never sent again', async () => {
  const world = createWorld()
  world.next('request', fails('request:fail 网络不可用', 600001))
  const rejections: unknown[] = []
  await during(world, (request) => request({ url: '/in' }).catch((rejection) => rejections.push(rejection)))
  expect(rejections).toMatchObject([{ code: 'REQUEST_FAILED', errMsg: 'request:fail 网络不可用', errno: 600001 }])
  expect(world.count('request')).toBe(1)
})

test('calls back as wx does, and can be aborted', async () => {
  const world = createWorld()
  const said: string[] = []
  await during(world, async (request) => {
    await request({ url: '/in', success: () => said.push('success'), complete: () => said.push('complete') })
    const task = request({ url: '/in' })
    task.abort()
    await task.catch(({ code }) => said.push(code))
  })
  expect(said).toEqual(['success', 'complete', 'ABORTED'])
  expect(world.tasks.map(({ aborts }) => aborts)).toEqual([0, 1])
})
