/**
 * What a phone has beside the language: the time and two timers. Here they are virtual and live by the suite's word, so
 * that a minute passes in no time and every engine sees the same.
 */

/** The global object, noted before the name globalThis is taken away. */
export const engine: any = globalThis

/** Any moment would do. */
const epoch = Date.UTC(2026, 0, 1)
/** Browsers and phones do not wait any longer, but not at all. */
const longestDelay = 2 ** 31 - 1

interface Timer {
  id: number
  at: number
  act: () => void
}

let time = epoch
let lastId = 0
let timers: Timer[] = []
/** Promise callbacks where they are macrotasks. */
const macrotasks: (() => void)[] = []
const turns: (() => void)[] = []

engine.setTimeout = (act: () => void, delay = 0) => {
  timers.push({ id: ++lastId, at: time + (delay > longestDelay ? 0 : Math.max(0, delay)), act })
  // Those of one moment keep their order.
  timers.sort((a, b) => a.at - b.at || a.id - b.id)
  return lastId
}
engine.clearTimeout = (id: number) => {
  timers = timers.filter((timer) => timer.id !== id)
}
engine.setImmediate = (act: () => void) => void macrotasks.push(act)
Date.now = () => time
// The waits between attempts are 500 and 1500 ms then, without their jitter.
Math.random = () => 0.5

/**
 * Does what is due next; false when nothing is. The runner calls it again and again, each time after the engine has run
 * all promise callbacks, which no script can ask for in the same way everywhere.
 */
export function step(): boolean {
  const act = macrotasks.shift() || turns.shift()
  if (act) act()
  return act !== undefined
}

/** Lets every promise callback run that is due, while time stands still and no timer fires. */
export const turn = (): Promise<void> => new Promise((resolve) => turns.push(resolve))

/** Lets so many milliseconds pass, and everything happen that is due in them. */
export async function pass(milliseconds: number): Promise<void> {
  const end = time + milliseconds
  await turn()
  for (let timer = timers[0]; timer && timer.at <= end; timer = timers[0]) {
    time = timer.at
    timers.shift()
    timer.act()
    await turn()
  }
  time = end
}

/** Milliseconds since the test began. */
export const now = (): number => time - epoch

export const timerCount = (): number => timers.length

/** Sets the clock, in milliseconds since the test began, as the user of a phone may: no timer notices. */
export function setClock(milliseconds: number): void {
  const jump = epoch + milliseconds - time
  time += jump
  for (const timer of timers) timer.at += jump
}

export function resetClock(): void {
  timers = []
  time = epoch
}
