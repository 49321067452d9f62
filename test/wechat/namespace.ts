import { spawnSync } from 'node:child_process'

const enter = (kind: string) => ['unshare', kind, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']

/**
 * What to put before a command so that it has no network but the loopback: as root, or as a user who becomes root in
 * there. Nothing where this machine permits neither.
 */
export function cutOff(): string[] {
  const works = ([command = '', ...words]: string[]) => spawnSync(command, [...words, 'true']).status === 0
  return [enter('-n'), enter('-rn')].find(works) ?? []
}
