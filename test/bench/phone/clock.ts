/** The time of a phone, in milliseconds. It stands still until it is told to go on. */

interface Timer {
  /** Absent once it was cleared. */
  act?: (() => void) | undefined
}

let now = Date.UTC(2026, 0, 1)
/** Moment to what is due then: the moments are few, however many wait for them. */
const due = new Map<number, Timer[]>()

export const clock = {
  /** Does whatever is to be done later in the very next promise callback, and takes no time for it. */
  hurries: false,
}

export const time = (): number => now

/** Time goes by while the app can do nothing, as in a synchronous call of `wx`. */
export function spend(milliseconds: number): void {
  now += milliseconds
}

export function later(act: () => void, delay = 0): Timer {
  const timer: Timer = { act }
  if (clock.hurries) {
    Promise.resolve().then(() => timer.act?.())
    return timer
  }
  const moment = now + Math.max(0, delay)
  const others = due.get(moment)
  if (others) others.push(timer)
  else due.set(moment, [timer])
  return timer
}

function cancel(timer?: Timer): void {
  if (timer) timer.act = undefined
}

/** What phones have of it. */
export const timers = { setTimeout: later, clearTimeout: cancel }

/** Goes on to the next moment, and does all that is due then. False when nothing is. */
export function step(): boolean {
  if (!due.size) return false
  const moment = Math.min(...due.keys())
  const acts = due.get(moment) as Timer[]
  due.delete(moment)
  // Nobody waits for what was cleared.
  if (acts.some(({ act }) => act)) now = Math.max(now, moment)
  for (const { act } of acts) act?.()
  return true
}
