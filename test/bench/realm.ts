import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { constants, createContext, Script } from 'node:vm'
import { bundle } from '../published/bundle'
import { computed } from './cpu'
import type { Counts } from './phone/counts'
import type { phone as Phone } from './phone/phone'

/** A phone in a JavaScript context of its own: new, and with nothing in it that phones lack. */
export interface Realm {
  phone: typeof Phone
  /** The class of all promises that are made in there. */
  Promise: PromiseConstructor
  /** Starts the app. What is in storage is there. */
  start(app: Script): void
  /** So many callers ask at once, of an app that has to be started first where one is given. Resolves when all is over. */
  ask(callers: number, app?: Script): Promise<Outcome>
}

export interface Outcome extends Counts {
  /** Milliseconds of the phone until the last caller was told. */
  elapsed: number
  /** Microseconds of the processor, for each caller. */
  cost: number
}

/** Milliseconds of the phone. Whoever was told nothing until then never will be. */
const patience = 600_000

const phoneScript = new Script(bundle(join(__dirname, 'phone/phone.ts'), { format: 'iife', globalName: 'world' }))

export function createRealm(): Realm {
  const context: any = createContext(constants.DONT_CONTEXTIFY)
  phoneScript.runInContext(context)
  const phone: typeof Phone = context.world.phone
  const start = (app: Script) => void app.runInContext(context)
  return {
    phone,
    Promise: context.Promise,
    start,
    async ask(callers, app) {
      phone.startCounting()
      const asked = phone.time()
      const began = computed()
      if (app) start(app)
      phone.ask(callers)
      // All promise callbacks that are due run between two moments of the phone.
      do await setImmediate()
      while (phone.step() && phone.time() < asked + patience)
      const cost = (computed() - began) / callers
      return { ...phone.counts, elapsed: phone.toldAt() - asked, cost }
    },
  }
}
