import cluster from 'node:cluster'
import { readConfig } from './config'
import { createJsonLog } from './json-log'
import { startProcesses } from './processes'
import { startServer } from './start'
import { StartError } from './start-error'
import { stopOnSignal } from './stop-on-signal'

/** Runs the server alone: `npm start`, with all that README.md names from the environment. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const start = config.processes > 1 && cluster.isPrimary ? startProcesses : startServer
  const running = await start(config, createJsonLog())
  stopOnSignal(async () => {
    await running.close()
    // Its parent is the last thing that keeps it.
    cluster.worker?.disconnect()
  })
}

main().catch((error) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
  cluster.worker?.disconnect()
})
