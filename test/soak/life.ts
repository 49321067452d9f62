import { setImmediate } from 'node:timers/promises'
import { type Clock, install } from '@sinonjs/fake-timers'
import type * as Published from '../../src'
import { createCaller, OwnError } from './calls'
import { below, happens } from './chance'
import { createFollowed, type Followed } from './follow'
import { createPhone } from './phone'

/** One Auth on one phone, under a clock of their own. */
export interface Life {
  /** Makes so many calls at odd times, lets them all end, and looks at what is left then. */
  live(calls: number): Promise<void>
  /** Lets go of the login that failed last, as the next one that goes well does. */
  forgetFailure(): void
  followed: Followed
  /** How often `onEvent` was told of what. */
  events: Record<string, number>
  clock: Clock
}

/** Whatever must not happen, and does, is added to `problems`. */
export function createLife({ createAuth, AuthError }: typeof Published, problems: Set<string>): Life {
  const clock = install({ now: Date.UTC(2026, 0, 1), toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  const phone = createPhone(problems)
  const events: Record<string, number> = {}
  const auth = createAuth({
    baseUrl: 'https://api.test',
    exchange: '/login',
    platform: phone.wx,
    onEvent({ type }) {
      events[type] = (events[type] ?? 0) + 1
    },
  })
  const followed = createFollowed((error) => {
    if (error instanceof AuthError) return error.code
    if (!(error instanceof OwnError)) problems.add(`It failed with something else than an AuthError: ${error}`)
    return error.constructor.name
  })
  let heard = 0
  let waiting = 0

  function later(delay: number, act: () => void): void {
    waiting++
    setTimeout(() => {
      waiting--
      act()
    }, delay)
  }

  const { follow } = followed
  const call = createCaller(auth, { follow, hear: () => heard++, problems, later })

  function makeCalls(count: number): void {
    if (happens(3)) phone.revokeAll()
    if (happens(1)) phone.storage.clear()
    // Now and then it was opened in the single-page mode of Moments.
    phone.scene = happens(1) ? 1154 : 1001
    call()
    if (count > 1) later(happens(50) ? 0 : below(300), () => makeCalls(count - 1))
  }

  function lookAtWhatIsLeft(): void {
    if (followed.pending) problems.add('Promises pend, and no timer is there that would end them.')
    // A login may be under way whose waiters have aborted. This drops it, and what it has started.
    auth.logout()
    if (clock.countTimers()) problems.add('Timers are left.')
    const before = heard
    for (const { listeners, emit } of phone.tasks) for (const name of Object.keys(listeners)) emit(name, {})
    if (heard > before) problems.add('Listeners of a call that is over are still told of its tasks.')
  }

  return {
    async live(calls) {
      follow('login', auth.login())
      makeCalls(calls)
      while ((waiting || phone.busy || followed.pending) && clock.countTimers()) {
        clock.next()
        // Every promise callback runs between two timers.
        await setImmediate()
      }
      lookAtWhatIsLeft()
      phone.forget()
    },
    forgetFailure() {
      auth.setState({ token: 'the-last' })
      auth.logout()
    },
    followed,
    events,
    clock,
  }
}
