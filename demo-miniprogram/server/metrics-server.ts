import Fastify from 'fastify'
import { Registry } from 'prom-client'
import type { Address } from './config'
import { listenOn } from './listen'

/** On a port of their own, which nobody opens to the public by accident. */
export async function serveMetrics(address: Address, text: () => Promise<string>): Promise<{ close(): Promise<void> }> {
  const server = Fastify({ forceCloseConnections: true })
  server.get('/metrics', async (_request, reply) => reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await text()))
  await listenOn(server, address, 'METRICS_PORT')
  return { close: () => server.close() }
}
