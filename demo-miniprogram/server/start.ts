import { type Log, lineOf } from './log'
import { createLoginStates } from './login-states'
import { createServer } from './server'
import { createWechat, type WechatAccess } from './wechat'
import { startWechatStandIn, type WechatStandIn } from './wechat-stand-in'

type Env = Record<string, string | undefined>

export interface StartOptions {
  host?: string
  /** 0 takes any free one. */
  port?: number
  log?: Log
  /** Where WECHAT_APPID and WECHAT_SECRET are looked for. */
  env?: Env
  /** Where WeChat is, for tests. */
  wechatUrl?: string
}

export interface RunningServer {
  url: string
  /** There when no WeChat credentials are. */
  standIn?: WechatStandIn
  close(): Promise<void>
}

/** Why the server did not start, in a sentence for the terminal. `code` is the system's, such as EADDRINUSE. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message)
  }
}

/** Milliseconds that requests under way have to end after close(). */
const grace = 1000

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const { host = '127.0.0.1', port = 8787, log = (entry) => console.log(lineOf(entry)), env = process.env } = options
  let standIn: WechatStandIn | undefined
  let wechat = readCredentials(env, options.wechatUrl)
  if (!wechat) wechat = standIn = await startWechatStandIn()

  const server = createServer({
    wechat: createWechat(wechat),
    loginStates: createLoginStates(),
    userIdKey: wechat.secret,
    log,
    // Never beside real users.
    demo: standIn !== undefined,
  })
  const url = await server.listen({ host, port }).catch(async (error) => {
    await standIn?.close()
    throw listenError(error, host, port)
  })
  log({ event: 'listening', url, wechat: standIn ? 'stand-in' : wechat.url })

  return {
    url,
    ...(standIn && { standIn }),
    async close() {
      const impatience = setTimeout(() => server.server.closeAllConnections(), grace)
      await server.close()
      clearTimeout(impatience)
      await standIn?.close()
    },
  }
}

function readCredentials(env: Env, url = 'https://api.weixin.qq.com'): WechatAccess | undefined {
  const { WECHAT_APPID: appId, WECHAT_SECRET: secret } = env
  if (appId && secret) return { appId, secret, url }
  if (!appId && !secret) return undefined
  const [set, missing] = appId ? ['WECHAT_APPID', 'WECHAT_SECRET'] : ['WECHAT_SECRET', 'WECHAT_APPID']
  throw new StartError(`${set} is set but ${missing} is not: set both to ask WeChat, or neither to use the stand-in.`)
}

function listenError({ code }: { code?: string }, host: string, port: number): StartError {
  const what = code === 'EADDRINUSE' ? `Port ${port} is taken` : `Cannot listen on ${host}, port ${port} (${code})`
  return new StartError(`${what}: choose another, as in PORT=${port + 1}.`, code)
}
