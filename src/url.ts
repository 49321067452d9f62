// Phones have no URL class, so this reads less than URL would: what it does not plainly understand counts as foreign.
const absolute = /^(https?:\/\/)([\w.-]+|\[[\da-f:.]+\])(?::(\d*))?(?=[/?#]|$)/
// A scheme; `//host` in any mix of slashes; and what a URL parser would trim or skip to find one of these.
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones skipped
const notRelative = /^[a-z][\w+.-]*:|^[ \\]|^\/[/\\]|[\0-\x1f]/i

/** In lower case and with its port; nothing where `url` does not plainly start with an origin. */
function originOf(url: string): string | undefined {
  const [, scheme, host, port] = absolute.exec(`${url}`.toLowerCase()) || []
  return scheme && `${scheme}${host}:${Number(port || (scheme === 'http://' ? 80 : 443))}`
}

/** The root of an API: an origin and perhaps a path. */
export const isBaseUrl = (url: unknown): boolean => typeof url === 'string' && !!originOf(url) && !/[?#\\\s]/.test(url)

export const isOrigin = (url: string): boolean => isBaseUrl(url) && url.indexOf('/', 8) < 0

export const withoutQuery = (url: string): string => `${url}`.split(/[?#]/)[0] as string

/** Where a request goes: a relative URL joins `baseUrl`, any other stays as it is. */
export function join(baseUrl: string, url: string): string {
  if (typeof url !== 'string' || notRelative.test(url)) return url
  return baseUrl.replace(/\/+$/, '') + (/^[/?#]|^$/.test(url) ? '' : '/') + url
}

/** May this place see the login state? */
export function isTrusted(places: { baseUrl: string; trustedOrigins: string[] }, url: string): boolean {
  const origin = originOf(url)
  return !!origin && places.trustedOrigins.concat(places.baseUrl).map(originOf).indexOf(origin) >= 0
}
