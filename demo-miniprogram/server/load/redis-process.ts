import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port'

export interface RedisProcess {
  url: string
  /** It is gone, with all that it knew. */
  stop(): Promise<void>
  start(): Promise<void>
  /** It holds its connections, and answers nothing. */
  freeze(): void
  thaw(): void
  /** Stops it for good. */
  dispose(): Promise<void>
}

export const isRedisHere = !spawnSync('redis-server', ['--version']).error
export const redisAdvice = 'there is no redis-server here: apt-get install redis-server'

/** A real Redis on a free port, in a folder of its own, which writes nothing to it. */
export async function startRedisProcess(): Promise<RedisProcess> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  let stop = async () => {}
  let signal = (_signal: NodeJS.Signals) => {}

  async function start(): Promise<void> {
    const words = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
    const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] })
    const exit = once(child, 'exit')
    signal = (name) => void child.kill(name)
    stop = async () => {
      child.kill('SIGKILL')
      await exit
    }
    for await (const line of createInterface(child.stdout)) if (line.includes('Ready to accept connections')) break
    // What it says later is read, or it would wait.
    child.stdout.resume()
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: () => stop(),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async dispose() {
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}
