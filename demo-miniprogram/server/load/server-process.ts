import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { WechatAccess } from '../wechat'
import type { Memory } from './server'

export interface ServerProcess {
  url: string
  measure(): Promise<Memory>
  /** Resolves with all that it wrote. */
  stop(): Promise<{ log: string; complaints: string; exitCode: number | null }>
}

export async function startServerProcess({ url, appId, secret }: WechatAccess): Promise<ServerProcess> {
  const child = fork(join(__dirname, 'server.ts'), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: { PATH: process.env.PATH, WECHAT_URL: url, WECHAT_APPID: appId, WECHAT_SECRET: secret },
    silent: true,
  })
  const wrote = [text(child.stdout as Readable), text(child.stderr as Readable)] as const
  const exit = once(child, 'exit')

  async function told(): Promise<any> {
    const ended = exit.then(async () => {
      throw new Error(`The server ended by itself. ${await wrote[1]}`)
    })
    return (await Promise.race([once(child, 'message'), ended]))[0]
  }

  return {
    url: await told(),
    measure() {
      // If it is gone, told() says so.
      child.send('measure', () => {})
      return told()
    },
    async stop() {
      child.disconnect()
      const [exitCode] = await exit
      return { log: await wrote[0], complaints: await wrote[1], exitCode }
    },
  }
}
