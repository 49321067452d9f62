import { xoroshiro128plus } from 'pure-rand'

/** Makes `Math.random` repeatable for all, the package included: a seed gives the same run each time. */
export function seedChance(seed: number): void {
  const generator = xoroshiro128plus(seed)
  Math.random = () => (generator.unsafeNext() >>> 0) / 2 ** 32
}

/** True in so many of 100 cases. */
export const happens = (percent: number): boolean => Math.random() * 100 < percent

/** A whole number below this. */
export const below = (limit: number): number => Math.floor(Math.random() * limit)

export const oneOf = <Value>(values: Value[]): Value => values[below(values.length)] as Value
