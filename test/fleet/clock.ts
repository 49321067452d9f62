/** The virtual clock of a fleet: a calendar whose days are milliseconds, so that a million timers cost no sorting. */
export interface Clock {
  /** Milliseconds since the start. */
  readonly now: number
  setTimeout(act: () => void, delay?: number): object
  /** As anywhere, there need not be a timer. */
  clearTimeout(timer: object | undefined): void
  /** Timers that are still to fire. */
  readonly left: number
  /** Lets time pass up to a moment; `each` is called as every millisecond begins. */
  run(until: number, each: () => void): Promise<void>
}

interface Timer {
  /** Gone once it has fired or was cleared: what it would have done is not kept. */
  act: (() => void) | undefined
}

/** A turn of Node's loop: every promise callback has run by then. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createClock(): Clock {
  const days = new Map<number, Timer[]>()
  let now = 0
  let left = 0

  const fire = (timer: Timer): void => {
    const { act } = timer
    if (!act) return
    timer.act = undefined
    left--
    act()
  }

  return {
    get now() {
      return now
    },
    get left() {
      return left
    },
    setTimeout(act, delay = 0) {
      // As in Node and browsers: whole milliseconds, and never this one.
      const day = now + Math.max(1, Math.trunc(delay))
      const timer: Timer = { act }
      const others = days.get(day)
      if (others) others.push(timer)
      else days.set(day, [timer])
      left++
      return timer
    },
    clearTimeout(timer: Timer | undefined) {
      if (!timer?.act) return
      timer.act = undefined
      left--
    },
    async run(until, each) {
      while (now < until) {
        now++
        each()
        const due = days.get(now)
        if (!due) continue
        days.delete(now)
        due.forEach(fire)
        // What falls due in one millisecond belongs to different apps, so their promise callbacks may run together.
        await turn()
      }
    },
  }
}
