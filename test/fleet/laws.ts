import { sum } from './measure'
import type { Run } from './simulate'

/** What must hold in every run, whatever goes wrong and whoever asks: nothing gets lost on its way. */
export function findBroken(run: Run, apps: number): string[] {
  const { attempts, codes, issued, refused, lost, late, logins, timeouts, revoked, left } = run
  const arrived = sum(run.exchanges)
  const unused = codes - arrived - lost
  const laws: [law: string, one: number, other: number][] = [
    ['every attempt has a code of its own', codes, attempts],
    // The code of a login that times out meanwhile is dropped.
    ['every code is exchanged, but for one of each login that timed out', Math.max(0, unused - timeouts), 0],
    ['no exchange is without a code of its own', Math.min(0, unused), 0],
    ['every exchange is answered, or waits', issued + refused + left.waiting, arrived],
    ['every request ends', left.pending, 0],
  ]
  // Of a server that still serves those who have left, answers are on their way.
  if (!left.waiting) {
    laws.push(['every login state reaches its app, or comes too late', logins + late, issued])
    laws.push(['no timer is left', left.timers, 0])
  }
  if (!left.loggedOut) laws.push(['no app logs in more often than it needs to', logins, apps + revoked])
  return laws.filter(([, one, other]) => one !== other).map(([law, one, other]) => `${law}: ${one} ≠ ${other}`)
}
