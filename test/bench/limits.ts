import { budget } from '../published/bundle'
import { names } from './contenders'
import { type ColdStart, floor } from './measure/cold-start'
import { largest, outcomeOf, type StormOutcome, storms } from './measure/storms'
import type { Warm } from './measure/warm'

/** All that was measured: contender to figure, where nothing else is said. */
export interface Figures {
  /** Bytes of the package alone, minified and gzipped. */
  gzip: number
  load: Map<string, number>
  warm: Warm
  coldStarts: ColdStart[]
  outcomes: StormOutcome[]
}

/** What this package promises of itself. */
export interface Limit {
  what: string
  is: number
  must: number
  /** What it would like to be. */
  aim: number
}

export const isMet = ({ is, must }: Limit): boolean => is <= must

const { bare, naive, ours } = names

/** How much more it is than for another. */
function times(figures: Map<string, number>, other: string): number {
  return (figures.get(ours) as number) / (figures.get(other) as number)
}

export function limitsOf({ gzip, load, warm, coldStarts, outcomes }: Figures): Limit[] {
  const [start] = coldStarts.filter(({ name }) => name === ours) as [ColdStart]
  return [
    { what: 'bytes, minified and gzipped', is: gzip, must: budget, aim: 3500 },
    { what: `loading, × ${naive}`, is: times(load, naive), must: 12, aim: 8 },
    { what: `CPU of a request, × ${bare}`, is: times(warm.cpu, bare), must: 3, aim: 1.6 },
    { what: 'promises of a request', is: warm.promises.get(ours) as number, must: 2, aim: 1 },
    { what: 'storage reads of a request', is: warm.reads.get(ours) as number, must: 0, aim: 0 },
    { what: 'storage writes of a request', is: warm.writes.get(ours) as number, must: 0, aim: 0 },
    ...(['missing', 'cached', 'expired'] as const).map((state) => ({
      what: `first answer, login state ${state}, ms`,
      is: start[state].elapsed,
      must: floor[state],
      aim: floor[state],
    })),
    ...limitsOfStorms(outcomes),
  ]
}

function limitsOfStorms(all: StormOutcome[]): Limit[] {
  const own = all.filter(({ contender }) => contender === ours)
  const most = (what: string, must: number, count: (outcome: StormOutcome) => number): Limit => ({
    what: `in every storm: ${what}`,
    is: Math.max(...own.map(count)),
    must,
    aim: must,
  })
  return [
    most('logins', 1, ({ login }) => login),
    most('exchanges', 1, ({ exchanges }) => exchanges),
    most('sends that nobody needs', 0, ({ storm, callers, sends }) => sends - storm.sends * callers),
    // Where there is nothing to be sent, the login has failed, and with it everybody.
    most('callers who end otherwise than they should', 0, ({ storm, callers, answered, failed }) =>
      storm.sends ? callers - answered : callers - failed,
    ),
    // Where the login fails there is no request whose cost could be compared.
    ...[storms.cold, storms.rejected, storms.late].map((storm) => {
      const costOf = (name: string) => outcomeOf(all, storm, name, largest)?.cost as number
      return {
        what: `${storm.name}: CPU of a caller, × ${naive}`,
        is: costOf(ours) / costOf(naive),
        must: 3,
        aim: 1.5,
      }
    }),
  ]
}
