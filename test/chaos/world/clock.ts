/** Where time is made: nothing waits, and everything that is due happens in its order. */
export interface Clock {
  /** What `Date.now()` says. It jumps. */
  wall(): number
  /** Milliseconds since the start, however the clock jumps. */
  readonly passed: number
  /** Of them, those that the phone did not sleep. */
  readonly awake: number
  /** When the clock jumped or the phone slept last, as `awake` counts. */
  readonly disturbedAt: number
  jump(milliseconds: number): void
  /** The phone sleeps: what falls due meanwhile happens afterwards, late. */
  sleep(milliseconds: number): void
  /** Runs `act` later. What belongs to an `owner` dies with it. */
  later(delay: number, act: () => void, owner?: object): void
  /** The timers that a copy of the package gets for its own. */
  timersOf(owner: object): { setTimeout(act: () => void, delay?: number): object; clearTimeout(timer: object): void }
  /** How many of these timers are still to fire. */
  timersLeft(owner: object): number
  /** Forgets all that belongs to it. */
  kill(owner: object): void
  /** Lets so many milliseconds pass. Ends early where `interrupted` says so. */
  run(milliseconds: number): Promise<void>
}

interface Due {
  at: number
  act: () => void
  owner: object | undefined
  isTimer: boolean
}

interface Hooks {
  /** Called when nothing more is due at this moment, promise callbacks included. */
  momentEnds(): void
  threw(error: unknown): void
  interrupted(): boolean
}

/** Any moment would do. */
const epoch = Date.UTC(2026, 0, 1)
/** As in `setTimeout`: a longer wait is no wait. */
const longestTimer = 2 ** 31 - 1

/** A turn of Node's loop: every promise callback has run by then. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function createClock({ momentEnds, threw, interrupted }: Hooks): Clock {
  let line: Due[] = []
  let passed = 0
  let slept = 0
  let jumped = 0
  let disturbedAt = -Infinity

  function add(delay: number, act: () => void, owner: object | undefined, isTimer: boolean): Due {
    const wait = delay > 0 && delay <= longestTimer ? delay : 0
    const due = { at: passed + wait, act, owner, isTimer }
    const index = line.findIndex(({ at }) => at > due.at)
    line.splice(index < 0 ? line.length : index, 0, due)
    return due
  }

  return {
    wall: () => epoch + Math.floor(passed) + jumped,
    get passed() {
      return passed
    },
    get awake() {
      return passed - slept
    },
    get disturbedAt() {
      return disturbedAt
    },
    jump(milliseconds) {
      jumped += milliseconds
      disturbedAt = passed - slept
    },
    sleep(milliseconds) {
      passed += milliseconds
      slept += milliseconds
      disturbedAt = passed - slept
    },
    later: (delay, act, owner) => void add(delay, act, owner, false),
    timersOf: (owner) => ({
      setTimeout: (act, delay = 0) => add(delay, act, owner, true),
      clearTimeout(timer) {
        line = line.filter((due) => due !== timer)
      },
    }),
    timersLeft: (owner) => line.filter((due) => due.isTimer && due.owner === owner).length,
    kill(owner) {
      line = line.filter((due) => due.owner !== owner)
    },
    async run(milliseconds) {
      const end = passed + milliseconds
      await turn()
      while (!interrupted()) {
        const [next] = line
        if (!next || next.at > passed) momentEnds()
        if (!next || next.at > end || interrupted()) break
        line.shift()
        passed = Math.max(passed, next.at)
        try {
          next.act()
        } catch (error) {
          threw(error)
        }
        await turn()
      }
      passed = Math.max(passed, end)
    },
  }
}
