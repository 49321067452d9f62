import { xoroshiro128plus } from 'pure-rand'

/** Numbers from 0 up to 1, the same ones for the same seed. */
export function createRandom(seed: number): () => number {
  const generator = xoroshiro128plus(seed)
  return () => (generator.unsafeNext() >>> 0) / 2 ** 32
}
