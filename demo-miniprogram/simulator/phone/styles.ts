import type { Manifest } from '../common/manifest'

/**
 * Puts the styles of the mini-program into the document. In WeChat, each page is a document of its own; here the style of one
 * page at a time applies, which the returned function chooses.
 */
export function addStyles(manifest: Manifest): (page: string) => void {
  addStyle(manifest.style)
  const pages = new Map<string, HTMLStyleElement>()
  for (const [path, { style }] of Object.entries(manifest.parts)) {
    const element = addStyle(style)
    if (manifest.pages.includes(path)) pages.set(path, element)
  }
  return (shown) => {
    for (const [path, element] of pages) element.media = path === shown ? 'all' : 'not all'
  }
}

function addStyle(css: string): HTMLStyleElement {
  const element = document.createElement('style')
  element.textContent = css
  return document.head.appendChild(element)
}
