import { Script } from 'node:vm'
import type { Contender } from '../contenders'
import { computed } from '../cpu'
import { medians } from '../median'
import { createRealm } from '../realm'

/** Microseconds to parse an app and run it once, which sets it up, in a phone that has never seen it. */
export const measureLoad = (contenders: Contender[]): Promise<Map<string, number>> =>
  medians(contenders, 40, ({ script }, round) => {
    const realm = createRealm()
    // V8 knows a script again that it has compiled before.
    const source = `${script}//${round}`
    const began = computed()
    realm.start(new Script(source))
    return computed() - began
  })
