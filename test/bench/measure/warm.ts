import { promiseHooks } from 'node:v8'
import { Script } from 'node:vm'
import type { Contender } from '../contenders'
import { token } from '../contenders/bare'
import { computed } from '../cpu'
import { medians } from '../median'
import { createRealm, type Realm } from '../realm'

/** What one request costs where the login state is in memory. */
export interface Warm {
  /** Microseconds. */
  cpu: Map<string, number>
  /** Bytes. */
  allocated: Map<string, number>
  promises: Map<string, number>
  /** Calls of storage. */
  reads: Map<string, number>
  writes: Map<string, number>
}

interface Subject {
  name: string
  realm: Realm
}

export async function measureWarm(contenders: Contender[]): Promise<Warm> {
  const subjects: Subject[] = []
  for (const { name, script } of contenders) {
    const realm = createRealm()
    realm.phone.server.accept(token)
    realm.start(new Script(script))
    await realm.ask(1)
    subjects.push({ name, realm })
  }
  // First until V8 has compiled what it compiles.
  await measureCpu(subjects)
  const cpu = await measureCpu(subjects)
  return {
    cpu,
    allocated: await medians(subjects, 21, ({ realm }) => allocated(realm)),
    promises: await medians(subjects, 1, ({ realm }) => promisesOf(realm)),
    reads: await medians(subjects, 1, async ({ realm }) => (await realm.ask(1)).getStorageSync),
    writes: await medians(subjects, 1, async ({ realm }) => {
      const { setStorageSync, removeStorageSync } = await realm.ask(1)
      return setStorageSync + removeStorageSync
    }),
  }
}

const requests = 100

const measureCpu = (subjects: Subject[]): Promise<Map<string, number>> =>
  medians(subjects, 100, async ({ realm }) => {
    const began = computed()
    await realm.phone.askInTurn(requests)
    return (computed() - began) / requests
  })

/** Few enough requests that none of it is collected before it is counted. */
async function allocated(realm: Realm): Promise<number> {
  global.gc?.()
  const before = process.memoryUsage().heapUsed
  await realm.ask(requests)
  return (process.memoryUsage().heapUsed - before) / requests
}

/** An `await` in a contender's own code counts as one more: V8 makes that one only where somebody counts. */
async function promisesOf(realm: Realm): Promise<number> {
  let made = 0
  const stop = promiseHooks.onInit((promise) => {
    if (promise instanceof realm.Promise) made++
  })
  await realm.ask(requests)
  stop()
  // Each caller makes one, too, with its `.then`.
  return made / requests - 1
}
