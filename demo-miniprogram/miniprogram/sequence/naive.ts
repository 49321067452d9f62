import { type Costs, costsOf } from './costs'
import type { Step } from './step'

/**
 * What the recorded calls would have cost a wrapper that is the same but for the single flight: each caller that waits
 * for a login makes its own, and repeats it by itself where it fails.
 */
export function naiveCostsOf(steps: readonly Step[]): Costs {
  let logins = 0
  let withoutCode = 0
  let waiting = 0
  let underWay = false
  for (const { from, to, kind, waiting: now = waiting } of steps) {
    if (from === 'app' && to === 'wechat') {
      if (underWay) logins += waiting
      underWay = true
    }
    if (from === 'wechat' && to === 'app' && kind === 'failed') withoutCode += now
    logins += Math.max(0, now - waiting)
    if (now === 0) underWay = false
    waiting = now
  }
  return { logins, exchanges: logins - withoutCode, requests: costsOf(steps).requests }
}
