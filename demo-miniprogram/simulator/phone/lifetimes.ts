/** Calls a function of a page or of the app, if it is there. What it throws hurts nobody else. */
export function callLifetime(owner: object, name: string, ...parameters: unknown[]): void {
  const lifetime = (owner as Record<string, unknown>)[name]
  if (typeof lifetime !== 'function') return
  try {
    lifetime.apply(owner, parameters)
  } catch (error) {
    reportError(error)
  }
}
