/** So many characters of a secret in a row are no accident any more, and give too much of it away. */
const telling = 10

/** The beginnings of the secrets that stand anywhere in a text, whole or cut off. */
export function findLeaks(text: string, secrets: Iterable<string>): string[] {
  const beginnings = new Set<string>()
  for (const secret of secrets) beginnings.add(secret.slice(0, telling))
  const found = new Set<string>()
  for (let at = 0; at + telling <= text.length; at++) {
    const piece = text.slice(at, at + telling)
    if (beginnings.has(piece)) found.add(piece)
  }
  return [...found]
}
