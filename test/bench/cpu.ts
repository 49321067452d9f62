/**
 * Microseconds that this process has computed. Unlike those that have passed, they are none the more for what else runs
 * on the machine.
 */
export function computed(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
