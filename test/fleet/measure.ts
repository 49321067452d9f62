import { type Scenario, start } from './scenarios'
import type { Run } from './simulate'

/** What a run comes to. */
export interface Figures {
  /** Requests a second at the server: the most there were, and what that is of those before anything went wrong. */
  peak: number
  timesCalm: number
  /** Exchanges at the server for each that was needed: where all end logged in, for each login. */
  amplification: number
  /** Seconds since nothing is wrong with the server any more until, from then on, 99 of 100 requests go well. */
  recovery: number | undefined
  /** Failed requests of one user. */
  failures: number
  /** In percent: apps that have no login state that counts, at the end. */
  loggedOut: number
}

/** Seconds over which requests are counted, to say how many go well. */
const span = 10

export const sum = (seconds: number[]): number => seconds.reduce((total, each) => total + (each ?? 0), 0)

/** Requests a second at the server. */
export const arrivals = ({ calls, exchanges }: Run, seconds: number): number[] =>
  Array.from({ length: seconds }, (_, second) => (calls[second] ?? 0) + (exchanges[second] ?? 0))

export function measure(run: Run, { mended }: Scenario, apps: number, seconds: number): Figures {
  const all = arrivals(run, seconds)
  const peak = Math.max(...all)
  // In its first seconds nobody has come back yet.
  const calm = sum(all.slice(start / 2, start)) / (start - start / 2)
  // Every app needs one login, and those that got theirs before all were revoked need two.
  const needed = apps + run.revoked
  return {
    peak,
    timesCalm: peak / calm,
    amplification: sum(run.exchanges.slice(0, seconds)) / needed,
    recovery: recoveryOf(run, mended, seconds),
    failures: sum(run.ill) / apps,
    loggedOut: (run.left.loggedOut / apps) * 100,
  }
}

function recoveryOf({ well, ill }: Run, mended: number, seconds: number): number | undefined {
  let recovered: number | undefined
  for (let second = seconds - span; second >= mended; second--) {
    const failed = sum(ill.slice(second, second + span))
    if (failed > 0.01 * (failed + sum(well.slice(second, second + span)))) break
    recovered = second - mended
  }
  return recovered
}
