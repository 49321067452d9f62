/** How `header` writes a name, for the names of headers have no case. */
const spellings = (header: object, name: string): string[] =>
  Object.keys(header).filter((key) => key.toLowerCase() === name.toLowerCase())

/** Of a header that `added` sets, in whatever case, exactly one goes out: that one. */
export const mergeHeaders = (header: object | undefined, added: Record<string, string>): Record<string, unknown> => {
  const merged: any = Object.assign({}, header)
  for (const name of Object.keys(added)) {
    for (const other of spellings(merged, name)) delete merged[other]
    merged[name] = added[name]
  }
  return merged
}

/** Milliseconds of a `Retry-After` in seconds. Its form as a date is left out, for it would trust the phone's clock. */
export const retryAfter = (header: any): number => header[spellings(header, 'retry-after')[0] as string] * 1000 || 0
