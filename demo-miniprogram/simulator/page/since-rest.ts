import type { Step } from '../../miniprogram/sequence/step'

/** Milliseconds without a step: after a pause, or after a wait for something that never came. */
const pause = 1000
const longestWait = 20_000

/** The latest steps, from the one on before which the app was at rest: nothing under way, and nobody waiting. */
export function sinceRest(steps: Iterable<Step>): Step[] {
  const ordered = [...steps].sort((a, b) => a.at - b.at || a.id - b.id)
  let first = 0
  let underWay = 0
  let waiting = 0
  ordered.forEach((step, index) => {
    const passed = step.at - (ordered[index - 1]?.at ?? step.at)
    const atRest = underWay === 0 && waiting === 0
    if (passed > (atRest ? pause : longestWait)) {
      first = index
      underWay = 0
    }
    if (step.from !== step.to) underWay += step.kind === 'call' || step.kind === 'replay' ? 1 : -1
    waiting = step.waiting ?? waiting
  })
  return ordered.slice(first)
}
