import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Memory } from './server'

export interface ServerProcess {
  url: string
  measure(): Promise<Memory>
  /** Resolves with all that it wrote. */
  stop(): Promise<{ log: string; complaints: string; exitCode: number | null }>
}

/** server.ts with this environment. Its log is kept where somebody will read it. */
export async function startServerProcess(env: NodeJS.ProcessEnv, { keepLog = false } = {}): Promise<ServerProcess> {
  const child = fork(join(__dirname, 'server.ts'), {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', keepLog ? 'pipe' : 'ignore', 'pipe', 'ipc'],
  })
  const wrote = [child.stdout ? text(child.stdout) : '', text(child.stderr as Readable)] as const
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
