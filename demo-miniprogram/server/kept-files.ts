import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'

export interface KeptFile {
  /** The user id of whoever sent it. */
  owner: string
  name: string
  /** Its content type. */
  type: string
  content: Buffer
}

/** Where files are kept. Asynchronous, so that a store for objects can take its place. */
export interface KeptFiles {
  /** Resolves with an id that nobody guesses. */
  keep(file: KeptFile): Promise<string>
  find(id: string): Promise<KeptFile | undefined>
}

interface Options {
  /** Seconds a file is kept. */
  lifetime?: number
  /** When there is more, the files that were not asked for longest go. */
  maxBytes?: number
  /** Milliseconds, running evenly. */
  clock?: { now(): number }
}

/** Seconds a file is kept, if nobody says otherwise. */
export const usualFileLifetime = 600

/** What a file takes beside its content, about: empty ones fill the memory, too. */
const overhead = 1024

/** In the memory of this process. */
export function createKeptFiles(options: Options = {}): KeptFiles {
  const { lifetime = usualFileLifetime, maxBytes = 64 * 1024 * 1024, clock = performance } = options
  const files = new LRUCache<string, KeptFile>({
    maxSize: maxBytes,
    sizeCalculation: ({ content }) => overhead + content.length,
    ttl: lifetime * 1000,
    ttlResolution: 0,
    perf: clock,
  })

  return {
    async keep(file) {
      const id = newFileId()
      files.set(id, file)
      return id
    },
    async find(id) {
      return files.get(id)
    },
  }
}

export const newFileId = (): string => randomBytes(16).toString('base64url')
