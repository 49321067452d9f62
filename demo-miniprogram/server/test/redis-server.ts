import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port'

const isHere = !spawnSync('redis-server', ['--version']).error
const advice = 'there is no redis-server: apt-get install redis-server'

/** Tests that need a real Redis. Where there is none they are skipped, but never where a change is judged. */
export function describeWithRedis(name: string, tests: () => void): void {
  if (isHere) describe(name, tests)
  else if (process.env.CI) throw new Error(`${name}: ${advice}`)
  else describe.skip(`${name} (skipped, for ${advice})`, tests)
}

export interface RedisServer {
  url: string
  /** It is gone, with all that it knew. */
  stop(): Promise<void>
  start(): Promise<void>
  /** It holds its connections, and answers nothing. */
  freeze(): void
  thaw(): void
}

const running = new Set<() => Promise<void>>()

afterAll(async () => {
  for (const stop of running) await stop()
})

/** On a free port, in a folder of its own, and never on a disk. It ends with the tests of the file. */
export async function startRedis(): Promise<RedisServer> {
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
  running.add(async () => {
    await stop()
    await rm(folder, { recursive: true })
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: () => stop(),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  }
}
