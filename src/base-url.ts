const baseUrl = /^https?:\/\/([\w.-]+|\[[\d:a-f.]+])(:\d+)?(\/[^?#\\\s]*)?$/i
// A scheme; `//host` in any mix of slashes; and what a URL parser would trim or skip to find one of these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones skipped
const notRelative = /^([\w+.-]+:|[ \\]|\/[/\\])|[\0-\x1f]/

/** The root of an API: an origin and perhaps a path. */
export const isBaseUrl = (url: unknown): boolean => typeof url === 'string' && baseUrl.test(url)

export const isOrigin = (url: string): boolean => isBaseUrl(url) && url.indexOf('/', 8) < 0

/**
 * In lower case and without a default port. Whatever else stands before the path makes it another origin: phones have no
 * URL class, so what is not plainly the same counts as foreign.
 */
export const originOf = (url: unknown): string | undefined => {
  const [origin] = /^https?:\/\/[^/?#]+/.exec(`${url}`.toLowerCase()) || []
  return origin && origin.replace(/^(http:.*):80$|^(https:.*):443$/, '$1$2')
}

const isRelative = (url: unknown): boolean => typeof url === 'string' && !notRelative.test(url)

/** Where a relative URL leads, which is always to the origin of `baseUrl`. */
export const join = (baseUrl: string, url: string): string =>
  isRelative(url) ? baseUrl + (/^[^/?#]/.test(url) ? '/' : '') + url : url

/** May this place see the login state? */
export const isTrusted = (origins: unknown[], url: string): boolean =>
  isRelative(url) || origins.indexOf(originOf(url)) >= 0
