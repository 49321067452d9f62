import type { Run } from './simulate'

/** What must hold in every run, whatever goes wrong and whoever asks: nothing gets lost on its way. */
export function findBroken(run: Run, apps: number): string[] {
  const { attempts, codes, issued, refused, lost, late, logins, revoked, left } = run
  const arrived = run.exchanges.reduce((total, each) => total + (each ?? 0), 0)
  const laws: [law: string, one: number, other: number][] = [
    ['every attempt has a code of its own', codes, attempts],
    ['every code reaches the server, or its exchange was given up before', arrived + lost, codes],
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
