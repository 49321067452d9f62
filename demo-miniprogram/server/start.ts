import cluster from 'node:cluster'
import type { Config } from './config'
import { listenOn } from './listen'
import type { Log } from './log'
import { createMetrics, handToPrimary } from './metrics'
import { serveMetrics } from './metrics-server'
import { createServer } from './server'
import { openMemory, openRedis } from './stores'
import { createWechat } from './wechat'
import { startWechatStandIn, type WechatStandIn } from './wechat-stand-in'

export interface RunningServer {
  url: string
  /** There when no WeChat credentials are. */
  standIn?: WechatStandIn
  /** Takes no more connections, and resolves when all requests under way are answered or the grace is over. */
  close(): Promise<void>
}

/** One process, with all that it needs. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const closers: (() => Promise<unknown>)[] = []
  // What was started last ends first.
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const tell = config.metrics ? await measure(config, log, closers) : log
    let standIn: WechatStandIn | undefined
    if (!config.wechat) {
      standIn = await startWechatStandIn()
      closers.push(standIn.close)
    }
    const wechat = config.wechat ?? (standIn as WechatStandIn)
    const stores = config.redisUrl ? await openRedis(config.redisUrl, wechat.appId, tell) : openMemory()
    closers.push(stores.close)
    const server = createServer({
      ...stores,
      wechat: createWechat(wechat),
      userIdKey: wechat.secret,
      log: tell,
      trustProxy: config.trustProxy,
      // Never beside real users.
      demo: standIn !== undefined,
    })
    const url = await listenOn(server, config, 'PORT')
    closers.push(async () => {
      tell({ event: 'stopping' })
      const impatience = setTimeout(() => server.server.closeAllConnections(), config.graceSeconds * 1000)
      await server.close()
      clearTimeout(impatience)
    })
    tell({ event: 'listening', url, wechat: standIn ? 'stand-in' : wechat.url })
    return { url, ...(standIn && { standIn }), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function measure({ metrics }: Config, log: Log, closers: (() => Promise<unknown>)[]): Promise<Log> {
  const { registry, log: count } = createMetrics()
  if (cluster.isWorker) handToPrimary(registry)
  else if (metrics) closers.push((await serveMetrics(metrics, () => registry.metrics())).close)
  return (entry) => {
    count(entry)
    log(entry)
  }
}
