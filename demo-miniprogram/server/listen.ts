import type { FastifyInstance } from 'fastify'
import type { Address } from './config'
import { StartError } from './start-error'

/** Resolves with the URL. Where it cannot be had, the sentence names the variable that says another port. */
export async function listenOn(server: FastifyInstance, { host, port }: Address, variable: string): Promise<string> {
  try {
    return await server.listen({ host, port })
  } catch (error) {
    const { code } = error as { code?: string }
    const what = code === 'EADDRINUSE' ? `Port ${port} is taken` : `Cannot listen on ${host}, port ${port} (${code})`
    throw new StartError(`${what}: choose another, as in ${variable}=${port + 1}.`, code)
  }
}
