import type { AuthOptions } from '../../src'
import { tokenOf } from './fake-server'
import { createWorld, now, outcomeOf } from './world'

/** What a chunk says. */
export const text = ({ data }: { data: ArrayBuffer }) => String.fromCharCode(...new Uint8Array(data))
export const bytes = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0)).buffer

/** A request that streams, of which the caller hears every chunk. */
export function startStream(options: Partial<AuthOptions> = {}, token = 'stale') {
  const world = createWorld()
  world.server.on('/a', (sent) => {
    return tokenOf(sent) === 'stale'
      ? { statusCode: 401, chunks: ['no', 'entry'] }
      : { statusCode: 200, chunks: ['a', 'b', 'c'] }
  })
  const auth = world.start(options)
  auth.setState({ token })
  const task = auth.request({ url: '/a', enableChunked: true })
  const chunks: string[] = []
  const times: number[] = []
  task.onChunkReceived((event) => {
    chunks.push(text(event))
    times.push(now())
  })
  return { ...world, auth, task, outcome: outcomeOf(task), chunks, times }
}
