import type { OpenPage } from './browser'

/** Texts of the page on top that are cut off, out of the screen at its sides, or that lie on another. */
export function textsOutOfPlace({ phone }: OpenPage): Promise<string[]> {
  return phone.locator('.layer:not([inert])').evaluate((layer: any) => {
    const { document, NodeFilter, innerWidth } = layer.ownerDocument.defaultView
    const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT)
    const lines: { text: string; left: number; right: number; top: number; bottom: number }[] = []
    const wrong: string[] = []
    while (walker.nextNode()) {
      const { currentNode: node } = walker
      const text = node.data.trim()
      if (text === '') continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const { left, right, top, bottom } of range.getClientRects()) {
        if (left < 0 || right > innerWidth) wrong.push(`out of the screen: ${text}`)
        for (const other of lines) {
          const wide = Math.min(right, other.right) - Math.max(left, other.left)
          const high = Math.min(bottom, other.bottom) - Math.max(top, other.top)
          // Lines of text may touch.
          if (other.text !== text && wide > 1 && high > 3) wrong.push(`${text} lies on ${other.text}`)
        }
        lines.push({ text, left, right, top, bottom })
      }
      const { parentElement: box } = node
      if (box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0) wrong.push(`cut off: ${text}`)
    }
    return wrong
  })
}
