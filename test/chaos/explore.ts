import fc from 'fast-check'
import { play } from './play'
import { scenarios } from './scenarios'
import { brief, type Scenario } from './steps'
import { type Breach, rules } from './watch/rules'
import type { Load } from './world/package'

export interface Search {
  runs: number
  seed: number
  /** Where fast-check found a failure before. */
  path?: string | undefined
  /** Goes on where this has been found already. */
  passesOver?: (breach: Breach) => boolean
  /** Stop at the first failure, without looking for a smaller one. */
  first?: boolean
}

export interface Finding {
  /** Of the scenario that was found first, or of the smallest one. */
  rule: keyof typeof rules
  detail: string
  scenario: Scenario
  path: string
  runs: number
}

/** Plays so many random scenarios, and says what it found, if anything. */
export async function explore(
  load: Load,
  { runs, seed, path = '', passesOver, first = false }: Search,
): Promise<Finding | undefined> {
  const holds = async (scenario: Scenario): Promise<void> => {
    const breach = await play(load, scenario)
    if (breach && !passesOver?.(breach)) throw breach
  }
  const { failed, counterexample, counterexamplePath, numRuns, errorInstance } = await fc.check(
    fc.asyncProperty(scenarios, holds),
    { numRuns: runs, seed, path, endOnFailure: first },
  )
  if (!failed) return
  const { rule, detail } = errorInstance as Finding
  if (!rule) throw errorInstance
  return {
    rule,
    detail,
    scenario: (counterexample as [Scenario])[0],
    path: counterexamplePath as string,
    runs: numRuns,
  }
}

/** Plays one scenario, and writes down all that happens in it. */
export async function trace(load: Load, scenario: Scenario): Promise<{ lines: string[]; breach: Breach | undefined }> {
  const lines: string[] = []
  const breach = await play(load, scenario, (line) => lines.push(`  ${line}`))
  return { lines, breach }
}

export async function describe(load: Load, { rule, detail, scenario }: Finding): Promise<string> {
  const { lines } = await trace(load, scenario)
  return [
    `Broken: ${rule}. ${rules[rule]}`,
    `How: ${detail}`,
    ...lines,
    `As a counterexample: ${JSON.stringify(brief(scenario))}`,
  ].join('\n')
}
