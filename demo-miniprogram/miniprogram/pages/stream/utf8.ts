/** Reads UTF-8 that comes in chunks, for not every phone has a TextDecoder. */
export function createUtf8Reader(): (chunk: ArrayBuffer) => string {
  let unread = ''
  return (chunk) => {
    for (const byte of new Uint8Array(chunk)) unread += `%${byte.toString(16).padStart(2, '0')}`
    try {
      const text = decodeURIComponent(unread)
      unread = ''
      return text
    } catch {
      // The chunk ends within a character: the rest of it is in the next one.
      return ''
    }
  }
}
