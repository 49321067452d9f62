import { calls } from './calls'
import { logins } from './logins'
import { options } from './options'
import { states } from './states'

/** A mistake that somebody might make in the package: one place of the built file, and what it says instead. */
export interface Planted {
  sentence: string
  find: string
  replace: string
}

export const planted: Planted[] = [...logins, ...states, ...calls, ...options]
