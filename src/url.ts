// Phones have no URL class, so this reads less than URL would: whatever is not plainly understood counts as foreign.
const absolute = /^(https?):\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d*))?(?=[/?#]|$)/i
const scheme = /^[a-z][a-z0-9+.-]*:/i
// `//host`, `/\host`, `\\host`, and what a URL parser would trim or skip to get there.
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones skipped
const slippery = /^[ \\]|^\/[/\\]|[\0-\x1f]/

/** Lower case and without a default port; `undefined` where `url` does not plainly start with an origin. */
export function originOf(url: string): string | undefined {
  const match = absolute.exec(url)
  if (!match) return
  const [, protocol = '', host = '', digits] = match
  const port = Number(digits || 0)
  if (port > 65535) return
  const secure = protocol.toLowerCase() === 'https'
  const suffix = port && port !== (secure ? 443 : 80) ? `:${port}` : ''
  return `${secure ? 'https' : 'http'}://${host.toLowerCase()}${suffix}`
}

/** The root of an API: an origin and perhaps a path. */
export const isBaseUrl = (url: unknown): url is string =>
  typeof url === 'string' && originOf(url) !== undefined && !/[?#\\\s]/.test(url)

export const isOrigin = (url: unknown): url is string =>
  typeof url === 'string' && originOf(url) !== undefined && !/[/?#]/.test(url.slice(8))

export const withoutQuery = (url: string): string => url.replace(/[?#][\s\S]*/, '')

export interface Target {
  url: string
  /** May this place see the login state? */
  trusted: boolean
}

/** Says where a request goes: a relative URL joins `baseUrl`, any other stays as it is. */
export function createResolver(baseUrl: string, trustedOrigins: string[]): (url: string) => Target {
  const root = baseUrl.replace(/\/+$/, '')
  const trusted = [baseUrl, ...trustedOrigins].map(originOf)

  return (url) => {
    if (typeof url !== 'string' || slippery.test(url)) return { url, trusted: false }
    if (scheme.test(url)) {
      const origin = originOf(url)
      return { url, trusted: origin !== undefined && trusted.indexOf(origin) >= 0 }
    }
    return { url: /^([/?#]|$)/.test(url) ? root + url : `${root}/${url}`, trusted: true }
  }
}
