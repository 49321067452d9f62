import { Script } from 'node:vm'
import type { Contender } from '../contenders'
import { createRealm, type Outcome } from '../realm'

/** The first answer after a start of the app, with a login that takes 300 ms, round trips of 100 and storage of 1. */
export interface ColdStart {
  name: string
  /** There is no login state. */
  missing: Outcome
  /** The login state of the last start is still good. */
  cached: Outcome
  /** It has expired, which the server has said in advance. */
  expired: Outcome
}

/** Milliseconds until the answer, where nothing is done but what has to be. */
export const floor = { missing: 502, cached: 101, expired: 502 }

/** Longer than any login state lives. */
const aDay = 86_400_000

export async function measureColdStarts(contenders: Contender[]): Promise<ColdStart[]> {
  const starts: ColdStart[] = []
  for (const { name, script } of contenders) {
    const app = new Script(script)
    const realm = createRealm()
    realm.phone.storageTime = 1
    const missing = await realm.ask(1, app)
    const cached = await realm.ask(1, app)
    realm.phone.spend(aDay)
    starts.push({ name, missing, cached, expired: await realm.ask(1, app) })
  }
  return starts
}
