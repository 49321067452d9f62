import { costsOf } from '../../demo-miniprogram/miniprogram/sequence/costs'
import { naiveCostsOf } from '../../demo-miniprogram/miniprogram/sequence/naive'
import { createRecorder } from '../../demo-miniprogram/miniprogram/sequence/recorder'
import { tokenOf } from '../helpers/fake-server'
import { loginTime } from '../helpers/fake-wx'
import { createWorld, outcomeOf, pass, type World } from '../helpers/world'
import { answer, stepsOf, wxLogin } from './steps'

/** What the demo says of a naive wrapper, held against one that runs. */

interface Client {
  request(path: string): Promise<unknown>
  logout(): void
}

interface Scenario {
  /** Has a login state that the server knows, or none that is usable. */
  loggedIn?: boolean
  before?(world: World): void
  play(client: Client): Promise<unknown>[] | Promise<Promise<unknown>[]>
}

const many = (count: number) => (client: Client) => Array.from({ length: count }, () => client.request('/me'))

const scenarios: Record<string, Scenario> = {
  'many at once': { play: many(20) },
  'a late rejection': {
    loggedIn: true,
    before: forget,
    play: (client) => [client.request('/me'), client.request('/late')],
  },
  'a server that forgets': { loggedIn: true, before: forget, play: many(20) },
  'a slow login': {
    before: ({ server }) => server.everyExchange((sent) => ({ ...issue(server, sent), delay: 2000 })),
    play: many(5),
  },
  'a server that is down': { before: downFor(900), play: many(5) },
  'a logout in the middle': {
    async play(client) {
      const calls = many(5)(client)
      await pass(loginTime + 20)
      client.logout()
      return calls
    },
  },
}

function forget({ server }: World): void {
  server.revokeAll()
  const known = (sent: Parameters<typeof server.answer>[0]) => server.tokens.has(tokenOf(sent))
  server.on('/late', (sent) => (known(sent) ? { statusCode: 200 } : { statusCode: 401, delay: 2000 }))
}

function issue({ tokens }: World['server'], { data }: { data: any }) {
  const token = `token-for-${data.code}`
  tokens.add(token)
  return { statusCode: 200, data: { token } }
}

function downFor(milliseconds: number) {
  return (world: World) => {
    const end = Date.now() + milliseconds
    world.always('request', (options, usual, later) => {
      if (Date.now() >= end) return usual()
      later(50, () => {
        options.fail?.({ errMsg: 'request:fail' })
        options.complete?.({ errMsg: 'request:fail' })
      })
    })
  }
}

/** Looks for a login state before each request and after each rejection, and for nobody else who does. */
function startNaive({ wx, server }: World, token?: string): Client {
  let loggedOut = false
  const send = (path: string, options: object): Promise<any> =>
    new Promise((success, fail) => wx.request({ url: server.baseUrl + path, ...options, success, fail }))

  async function logIn(waits = [500, 1500]): Promise<string> {
    const { code } = await new Promise<{ code: string }>((success, fail) => wx.login({ success, fail }))
    try {
      const { data } = await send('/login', { method: 'POST', data: { code } })
      if (loggedOut) throw new Error('logged out')
      token = data.token as string
      return token
    } catch (error) {
      const [wait, ...rest] = waits
      if (wait === undefined || loggedOut) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
      return logIn(rest)
    }
  }

  return {
    async request(path) {
      const ask = (token: string) => send(path, { header: { Authorization: `Bearer ${token}` } })
      const answer = await ask(token ?? (await logIn()))
      return answer.statusCode === 401 ? ask(await logIn()) : answer
    },
    logout() {
      loggedOut = true
    },
  }
}

function startRecorded({ wx, server, start }: World, token?: string) {
  Object.assign(globalThis, { wx })
  const recorder = createRecorder(server.baseUrl, `${server.baseUrl}/login`)
  const { platform, onEvent, watch, recording } = recorder
  const auth = watch(start({ platform, onEvent }))
  if (token) auth.setState({ token })
  const client: Client = { request: (url) => auth.request({ url }), logout: () => auth.logout() }
  return { client, recording }
}

async function play({ before, play }: Scenario, world: World, client: Client): Promise<void> {
  before?.(world)
  for (const call of await play(client)) outcomeOf(call)
  await pass(10_000)
}

test('counts attempts of one login together, and another login anew', () => {
  const login = (...waiting: number[]) => waiting.map((now) => ({ ...wxLogin, at: 0, waiting: now }))
  const sent = { at: 0, name: 'GET /me', waiting: 0 }
  expect(naiveCostsOf(stepsOf(...login(2, 2), sent)).logins).toBe(4)
  const rejected = { ...answer, at: 0, name: 'GET /me', kind: 'rejected', waiting: 1 } as const
  expect(naiveCostsOf(stepsOf(...login(2), sent, rejected, ...login(1), sent)).logins).toBe(3)
})

test('counts no exchange where wx.login gave no code', () => {
  const failed = { at: 0, name: 'wx.login', from: 'wechat', to: 'app', kind: 'failed', waiting: 5 } as const
  const steps = stepsOf({ ...wxLogin, at: 0, waiting: 5 }, failed)
  expect(naiveCostsOf(steps)).toEqual({ logins: 5, exchanges: 0, requests: 0 })
})

test.each(Object.entries(scenarios))('tells what a naive wrapper costs: %s', async (_, scenario) => {
  const token = scenario.loggedIn ? 'known' : undefined
  const worlds = [createWorld(), createWorld()] as const
  const [world, worldOfNaive] = worlds
  for (const { server } of worlds) server.tokens.add('known')

  const { client, recording } = startRecorded(world, token)
  await play(scenario, world, client)
  await play(scenario, worldOfNaive, startNaive(worldOfNaive, token))

  const costsIn = ({ calls, count }: World) => {
    const urls = calls.filter(({ method }) => method === 'request').map(({ options }) => options.url as string)
    const to = (path: RegExp) => urls.filter((url) => path.test(url)).length
    return { logins: count('login'), exchanges: to(/\/login$/), requests: to(/\/(me|late)$/) }
  }
  expect(naiveCostsOf(recording.steps)).toEqual(costsIn(worldOfNaive))
  expect(costsOf(recording.steps)).toEqual(costsIn(world))
})
