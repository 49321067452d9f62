/** Everything by which an error, an event or a console line might give something away. */
export function textOf(told: unknown): string {
  const seen = new Set<unknown>()
  const parts: string[] = []
  const look = (part: any): void => {
    if (seen.has(part)) return
    seen.add(part)
    if (typeof part !== 'object' || part === null) return void parts.push(String(part))
    if (typeof part.stack === 'string') parts.push(String(part), part.message, part.stack)
    // As console.log and JSON.stringify do: what is not enumerable stays unseen.
    for (const name of Object.keys(part)) {
      parts.push(name)
      look(part[name])
    }
  }
  look(told)
  return parts.join('\n')
}
