import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import serveFiles from '@fastify/static'
import Fastify from 'fastify'
import { compile, type Scripts } from './compile/compile'
import { CompileError } from './compile/compile-error'
import { bundleAssets } from './serve/assets'
import { forward } from './serve/forward'
import { guard } from './serve/guard'
import { phoneDocument } from './serve/phone-document'
import { wechat } from './serve/wechat'

export interface SimulatorOptions {
  /** The folder of the mini-program: the one with app.json. */
  miniProgram: string
  /** 0 takes any free one. */
  port?: number
  /** The stand-in of WeChat that gives the codes. Without it, wx.login fails. */
  standInUrl?: string | undefined
  /** What wx.getExtConfigSync gives. */
  extConfig?: object
  /** Told what the phone does, one line a step, without any secret. */
  log?: (line: string) => void
}

export interface RunningSimulator {
  url: string
  close(): Promise<void>
}

const maxHeaderBytes = 64 * 1024

/** Serves a mini-program to any browser on this machine, and only to that. Each reload compiles it anew. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { miniProgram, port = 0, standInUrl, extConfig = {}, log = () => {} } = options
  const assets = await bundleAssets()
  const page = await readFile(join(__dirname, 'page/index.html'))
  let scripts: Scripts = new Map()

  // Some requests are long streams, and a header holds the whole URL of a forwarded one.
  const server = Fastify({ forceCloseConnections: true, http: { maxHeaderSize: maxHeaderBytes } })
  guard(server)
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      // A phone runs no code that comes as a string, and takes pictures from anywhere.
      'content-security-policy':
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data: blob:; frame-ancestors 'self'",
    })
  })

  server.get('/', async (_request, reply) => reply.type('text/html').send(page))
  server.get('/phone', async (_request, reply) => {
    reply.type('text/html')
    try {
      scripts = await compile(miniProgram, extConfig)
      return phoneDocument([...scripts.keys()])
    } catch (error) {
      if (!(error instanceof CompileError)) throw error
      log(error.message)
      return phoneDocument([], error.message)
    }
  })
  server.get<{ Params: { '*': string } }>('/code/*', async ({ params }, reply) => {
    const script = scripts.get(params['*'])
    if (script === undefined) return reply.callNotFound()
    return reply.type('text/javascript').send(script)
  })
  for (const [name, contents] of assets) {
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript'
    server.get(`/${name}`, async (_request, reply) => reply.type(type).send(contents))
  }
  server.register(serveFiles, { root: resolve(miniProgram), prefix: '/files/', cacheControl: false })
  server.register(wechat, { standInUrl, log })
  server.register(forward, { log })

  const url = await server.listen({ host: '127.0.0.1', port })
  return { url, close: () => server.close() }
}
