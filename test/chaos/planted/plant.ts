import { isOpen } from '../counterexamples'
import { explore } from '../explore'
import { compilePackage } from '../world/package'
import { type Planted, planted } from './planted'

/** The text with one mistake in it. */
export function plant(source: string, { sentence, find, replace }: Planted): string {
  const [before, after, ...more] = source.split(find)
  if (after === undefined || more.length > 0) {
    const times = after === undefined ? 'not' : 'more than once'
    throw new Error(`To plant that ${sentence}: this was found ${times} in the built file:\n${find}`)
  }
  return before + replace + after
}

interface Search {
  runs: number
  seed: number
  /** A part of the sentences. */
  only?: string | undefined
}

/** Plants each mistake into a copy of the text, and says by which rule it was found. False where one was not. */
export async function plantAll(source: string, { runs, seed, only = '' }: Search): Promise<boolean> {
  let missed = 0
  const chosen = planted.filter(({ sentence }) => sentence.includes(only))
  for (const mistake of chosen) {
    const finding = await explore(compilePackage(plant(source, mistake)), {
      runs,
      seed,
      passesOver: isOpen,
      first: true,
    })
    if (!finding) missed++
    const how = finding ? `${String(finding.runs).padStart(5)} runs, ${finding.rule}` : 'NOT FOUND'
    console.log(`${how.padEnd(40)} ${mistake.sentence}`)
  }
  console.log(`${chosen.length - missed} of ${chosen.length} planted mistakes were found within ${runs} runs each.`)
  return missed === 0
}
