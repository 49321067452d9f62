import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { AggregatorRegistry } from 'prom-client'
import type { Config } from './config'
import type { Log } from './log'
import { serveMetrics } from './metrics-server'
import { StartError } from './start-error'

/** Milliseconds before a dead process is replaced, so that one which dies at once costs little. */
const pause = 1000

/** Several processes behind one port. This one only watches over them, and gathers their metrics. */
export async function startProcesses({ processes, metrics }: Config, log: Log): Promise<{ close(): Promise<void> }> {
  let stopping = false
  const counts = new AggregatorRegistry()
  const metricsServer = metrics && (await serveMetrics(metrics, () => counts.clusterMetrics()))

  async function close(): Promise<void> {
    stopping = true
    const workers = Object.values(cluster.workers ?? {}) as Worker[]
    await Promise.all(
      workers.map(async (worker) => {
        const exit = once(worker, 'exit')
        worker.process.kill('SIGTERM')
        await exit
      }),
    )
    await metricsServer?.close()
  }

  // What keeps one from starting keeps all: one is enough to say it.
  const first = cluster.fork()
  const started = await Promise.race([once(first, 'listening').then(() => true), once(first, 'exit').then(() => false)])
  if (!started) {
    await metricsServer?.close()
    throw new StartError('So none of the processes was started.')
  }
  for (let count = 1; count < processes; count++) cluster.fork()

  cluster.on('exit', ({ process }, code, signal) => {
    if (stopping) return
    log({ event: 'process-died', process: process.pid ?? 0, reason: signal ?? `exit code ${code}` })
    // Not unref'd: where all have died, nothing else keeps this one.
    setTimeout(() => stopping || cluster.fork(), pause)
  })
  return { close }
}
