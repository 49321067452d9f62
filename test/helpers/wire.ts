import type { AddressInfo } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Auth, type AuthEvent, type AuthOptions, createAuth } from 'miniprogram-login'
import { createLoginStates } from '../../demo-miniprogram/server/login-states'
import { createServer, type ServerOptions } from '../../demo-miniprogram/server/server'
import { createWechat } from '../../demo-miniprogram/server/wechat'
import { startWechatStandIn, type WechatStandIn } from '../../demo-miniprogram/server/wechat-stand-in'
import { createNodeWx, type NodeWx } from './node-wx'

/** What reached a server, as soon as its head had. */
interface Arrival {
  /** Such as `GET /me`. */
  what: string
  authorization: string | undefined
}

export interface RealServer {
  url: string
  /** In order. */
  arrivals: Arrival[]
  /** What of them, without who asked. */
  readonly asked: string[]
  /** Forgets every login state. */
  revokeAll(): Promise<unknown>
  stop(): Promise<void>
  /** Listens where it did before, knowing nobody. */
  restart(): Promise<void>
}

export interface Wire extends NodeWx {
  server: RealServer
  wechat: WechatStandIn
  /** What `onEvent` was told. */
  events: AuthEvent[]
  /** The built package on this phone, as after a start of the app. */
  start(options?: Partial<AuthOptions>): Auth
}

type Options = Partial<ServerOptions> & {
  /** Adds to what the demo's server answers. */
  routes?: (server: FastifyInstance, isKnown: (request: FastifyRequest) => Promise<boolean>) => void
}

const wires: Wire[] = []
const servers: RealServer[] = []
const standIns: WechatStandIn[] = []
const postedCodes: string[] = []

/** A phone, WeChat's stand-in and the demo's server, each of them really asking the other. */
export async function createWire(options: Options = {}): Promise<Wire> {
  const wechat = await startWechatStandIn()
  // Noted at once, so that it ends, too, when the server does not start.
  standIns.push(wechat)
  const server = await runServer(wechat, options)
  const phone = createNodeWx(wechat.url)
  const events: AuthEvent[] = []
  // Not spread: what the phone received is a getter.
  const wire: Wire = Object.assign(phone, {
    server,
    wechat,
    events,
    start: (given: Partial<AuthOptions> = {}) =>
      createAuth({
        baseUrl: server.url,
        exchange: '/login',
        platform: phone.wx,
        onEvent: (event) => events.push(event),
        ...given,
      }),
  })
  wires.push(wire)
  return wire
}

/** The demo's server on a free port. */
export async function runServer(wechat: WechatStandIn, { routes, ...options }: Options = {}): Promise<RealServer> {
  const arrivals: Arrival[] = []
  let loginStates = createLoginStates()
  let running = await listen(0)
  const { port } = running.server.address() as AddressInfo

  async function listen(port: number): Promise<FastifyInstance> {
    loginStates = createLoginStates()
    const fastify = createServer({
      wechat: createWechat(wechat),
      loginStates,
      userIdKey: wechat.secret,
      demo: true,
      ...options,
    })
    fastify.addHook('onRequest', async ({ method, url, headers }) => {
      arrivals.push({ what: `${method} ${url}`, authorization: headers.authorization })
    })
    fastify.addHook('preHandler', async ({ url, body }) => {
      if (url === '/login') postedCodes.push((body as { code: string }).code)
    })
    const known = loginStates
    routes?.(fastify, async ({ headers: { authorization = '' } }) => {
      return (await known.find(authorization.replace('Bearer ', ''))) !== undefined
    })
    await fastify.listen({ host: '127.0.0.1', port })
    return fastify
  }

  const server: RealServer = {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    get asked() {
      return arrivals.map(({ what }) => what)
    },
    revokeAll: () => loginStates.revokeAll(),
    stop() {
      const stopped = running.close()
      running.server.closeAllConnections()
      return stopped.then(() => {})
    },
    async restart() {
      await server.stop()
      running = await listen(port)
    },
  }
  servers.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  await Promise.all(standIns.splice(0).map((standIn) => standIn.close()))
  try {
    // The promises of every test: no code is sent twice, and what is the server's stays there.
    expect(postedCodes).toEqual([...new Set(postedCodes)])
    for (const { received, storage, wechat } of wires) {
      const client = [received, ...storage.values()].join('\n')
      for (const { openid, sessionKey } of wechat.exchanges) {
        for (const secret of [openid, sessionKey, wechat.secret]) if (secret) expect(client).not.toContain(secret)
      }
    }
  } finally {
    postedCodes.splice(0)
    for (const wire of wires.splice(0)) wire.dispose()
  }
})
