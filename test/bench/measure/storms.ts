import { Script } from 'node:vm'
import type { Contender } from '../contenders'
import { medians } from '../median'
import { createRealm, type Outcome, type Realm } from '../realm'

export interface Storm {
  name: string
  /** Is there a login state, until the storm comes? */
  loggedIn: boolean
  /** Requests that each caller needs. */
  sends: number
  prepare(server: Realm['phone']['server']): void
}

export const storms = {
  cold: { name: 'no login state', loggedIn: false, sends: 1, prepare() {} },
  rejected: { name: 'all rejected', loggedIn: true, sends: 2, prepare: (server) => server.revokeAll() },
  late: {
    name: 'all rejected, half of them late',
    loggedIn: true,
    sends: 2,
    prepare(server) {
      server.revokeAll()
      server.rejectsLate = true
    },
  },
  failing: {
    name: 'no login state, and the login fails',
    loggedIn: false,
    sends: 0,
    prepare(server) {
      server.refusesCodes = true
    },
  },
} satisfies Record<string, Storm>

export const crowds = [10, 1000, 10_000] as const
export const [, , largest] = crowds

const rounds = 9
/** Microseconds. Who takes longer for all callers together is asked once, and then by the largest crowd never again. */
const patience = { once: 1e6, never: 5e6 }

export interface StormOutcome extends Outcome {
  storm: Storm
  contender: string
  callers: number
}

export const outcomeOf = (
  all: StormOutcome[],
  storm: Storm,
  contender: string,
  callers: number,
): StormOutcome | undefined =>
  all.find((one) => one.storm === storm && one.contender === contender && one.callers === callers)

export async function measureStorms(contenders: Contender[]): Promise<StormOutcome[]> {
  const apps = contenders.map(({ name, script }) => ({ name, app: new Script(script) }))
  const slow = new Set<string>()
  const all: StormOutcome[] = []
  for (const storm of Object.values<Storm>(storms)) {
    for (const callers of crowds) {
      const outcomes = new Map<string, Outcome>()
      const taking = apps.filter(({ name }) => callers < largest || !slow.has(name))
      const costs = await medians(taking, rounds, async ({ name, app }) => {
        const before = outcomes.get(name)
        if (before && before.cost * callers > patience.once) return before.cost
        const outcome = await weather(app, storm, callers)
        if (outcome.cost * callers > patience.never) slow.add(name)
        outcomes.set(name, outcome)
        return outcome.cost
      })
      for (const [contender, outcome] of outcomes)
        all.push({ ...outcome, storm, contender, callers, cost: costs.get(contender) as number })
    }
  }
  return all
}

async function weather(app: Script, { loggedIn, prepare }: Storm, callers: number): Promise<Outcome> {
  const realm = createRealm()
  realm.start(app)
  if (loggedIn) await realm.ask(1)
  prepare(realm.phone.server)
  // No storm pays for what the one before has left.
  global.gc?.()
  return realm.ask(callers)
}
