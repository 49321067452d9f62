import { setImmediate } from 'node:timers/promises'

export interface Followed {
  /** Follows a promise to its end and, after that, out of memory. */
  follow(name: string, promise: Promise<unknown>): void
  /** How often promises of a name ended how. */
  ends: Record<string, Record<string, number>>
  /** Promises that have not settled. */
  pending: number
  /** Promises that are still in memory; exact after `collect()`. */
  kept: number
}

/** `nameOf` says how a promise ended that was rejected. */
export function createFollowed(nameOf: (error: any) => string): Followed {
  const collected = new FinalizationRegistry(() => followed.kept--)
  const followed: Followed = {
    follow(name, promise) {
      followed.pending++
      followed.kept++
      collected.register(promise, undefined)
      const end = (how: string) => {
        followed.pending--
        followed.ends[name] ??= {}
        followed.ends[name][how] = (followed.ends[name][how] ?? 0) + 1
      }
      promise.then(
        () => end('ok'),
        (error) => end(nameOf(error)),
      )
    },
    ends: {},
    pending: 0,
    kept: 0,
  }
  return followed
}

/** Collects the garbage, and resolves with the bytes of the heap that are in use then. */
export async function collect(): Promise<number> {
  // What was awaited just now, and what is registered to be finalized, goes in a later turn.
  for (let round = 0; round < 5; round++) {
    await setImmediate()
    global.gc?.()
  }
  await setImmediate()
  return process.memoryUsage().heapUsed
}
