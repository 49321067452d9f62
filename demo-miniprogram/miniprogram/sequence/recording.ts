import type { Step } from './step'

/** More than any scenario has. */
const maxSteps = 1000

/** The steps so far, in the order in which they became known. */
export interface Recording {
  readonly steps: readonly Step[]
  /** The id of the latest step, 0 where there is none. */
  readonly lastId: number
  add(step: Omit<Step, 'id' | 'at'> & { at?: number }): Step
  /** So many callers wait now, though nothing has travelled. */
  wait(callers: number): void
  /** Called once for all that happened in one turn. Returns the unsubscriber. */
  onChange(listener: () => void): () => void
}

/** `tell` gets every step, and gets it again, under the same id, when more is known of it. */
export function createRecording(tell: (step: Step) => void): Recording {
  const steps: Step[] = []
  const listeners = new Set<() => void>()
  const untold = new Set<Step>()
  let lastId = 0

  function change(step: Step): Step {
    // At the end of the turn: when 20 callers start at once, the first one's wx.login is there before the others wait.
    if (untold.size === 0) Promise.resolve().then(flush)
    untold.add(step)
    return step
  }

  function flush(): void {
    const changed = [...untold]
    untold.clear()
    for (const step of changed) tell({ ...step })
    for (const listener of listeners) listener()
  }

  return {
    steps,
    get lastId() {
      return lastId
    },
    add(step) {
      const added = { at: Date.now(), ...step, id: ++lastId }
      steps.push(added)
      if (steps.length > maxSteps) steps.shift()
      return change(added)
    },
    wait(callers) {
      for (let index = steps.length - 1; index >= 0; index--) {
        const step = steps[index] as Step
        if (step.waiting === undefined) continue
        step.waiting = callers
        change(step)
        return
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
