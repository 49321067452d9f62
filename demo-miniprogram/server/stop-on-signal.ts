/** Stops once, however many signals there are: npm and a terminal may each send one, and neither cuts the other short. */
export function stopOnSignal(stop: () => Promise<unknown>): void {
  let stopping = false
  const onSignal = () => {
    if (!stopping) void stop()
    stopping = true
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
