import { StartError, startServer } from './start'

/** Runs the server alone: `npm start`, with HOST, PORT, WECHAT_APPID and WECHAT_SECRET from the environment. */
async function main(): Promise<void> {
  const { HOST: host = '127.0.0.1', PORT = '8787' } = process.env
  const port = /^\d+$/.test(PORT) ? Number(PORT) : Number.NaN
  if (!(port <= 65535)) throw new StartError(`PORT must be a whole number from 0 to 65535, not '${PORT}'.`)
  const server = await startServer({ host, port })
  const stop = () => void server.close()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error) => {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
})
