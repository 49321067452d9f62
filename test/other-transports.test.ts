import type { Attempt } from '../src'
import { createWorld, settle, type World } from './helpers/world'

/** Like `wx.connectSocket`: the server closes with 4401 where it does not know the token. */
function createSockets({ server }: World) {
  const connections: string[] = []
  return {
    connections,
    connectSocket({ header = {} }: { url: string; header?: Record<string, string> }) {
      const on: { open?: () => void; close?: (event: { code: number }) => void } = {}
      const token = (header.Authorization ?? '').replace('Bearer ', '')
      connections.push(token)
      setTimeout(() => (server.tokens.has(token) ? on.open?.() : on.close?.({ code: 4401 })), 100)
      return {
        onOpen: (listener: () => void) => Object.assign(on, { open: listener }),
        onClose: (listener: (event: { code: number }) => void) => Object.assign(on, { close: listener }),
      }
    },
  }
}

/** Like `wx.cloud.callContainer`: promises an answer of any status. */
function createContainer({ server }: World) {
  const calls: { path: string; header: Record<string, string> }[] = []
  return {
    calls,
    async callContainer(options: { path: string; header: Record<string, string> }) {
      calls.push(options)
      await new Promise((resolve) => setTimeout(resolve, 10))
      const known = server.tokens.has((options.header.Authorization ?? '').replace('Bearer ', ''))
      return { statusCode: known ? 200 : 401, data: { path: options.path } }
    },
  }
}

test('opens a socket again after the server closed it for its login state', async () => {
  const world = createWorld()
  const { connectSocket, connections } = createSockets(world)
  const auth = world.start()
  auth.setState({ token: 'stale' })
  const open = ({ header, rejected }: Attempt) =>
    new Promise<string>((resolve) => {
      const socket = connectSocket({ url: 'wss://api.test/live', header })
      socket.onOpen(() => resolve('open'))
      // Out of a callback it throws at the platform, as any mistake in one would.
      socket.onClose(({ code }) => code === 4401 && expect(rejected).toThrow())
    })
  expect((await settle(auth.withLogin(open))).value).toBe('open')
  expect(connections).toEqual(['stale', world.server.lastToken])
  expect(world.count('login')).toBe(1)
})

test('calls a cloud container under the login state, many at once with one login', async () => {
  const world = createWorld()
  const { callContainer, calls } = createContainer(world)
  const auth = world.start()
  auth.setState({ token: 'stale' })
  const call = (path: string) =>
    auth.withLogin(async ({ header, rejected }) => {
      const response = await callContainer({ path, header })
      return response.statusCode === 401 ? rejected() : response
    })
  const outcomes = await Promise.all(['/1', '/2', '/3'].map((path) => settle(call(path))))
  expect(outcomes.map(({ value }) => value.data.path)).toEqual(['/1', '/2', '/3'])
  expect(calls).toHaveLength(6)
  expect(world.count('login')).toBe(1)
})

test('runs another client whose errors carry the status, and passes on the errors that are not about the state', async () => {
  const world = createWorld()
  const { callContainer } = createContainer(world)
  const auth = world.start()
  auth.setState({ token: 'stale' })
  /** As axios: whatever is not 2xx is thrown. */
  const get = async (path: string, header: Record<string, string>) => {
    const response = await callContainer({ path, header })
    const status = path === '/broken' ? 500 : response.statusCode
    if (status !== 200) throw Object.assign(new Error('status'), { response: { status } })
    return response.data
  }
  const call = (path: string) =>
    auth.withLogin(({ header, rejected }) =>
      get(path, header).catch((error) => (error.response.status === 401 ? rejected() : Promise.reject(error))),
    )
  expect((await settle(call('/a'))).value).toEqual({ path: '/a' })
  expect((await settle(call('/broken'))).error.response).toEqual({ status: 500 })
  expect(world.count('login')).toBe(1)
})
