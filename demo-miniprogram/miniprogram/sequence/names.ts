interface Call {
  url: string
  method?: string
}

/** Of what travels only names are kept. `GET /files/…`: what comes after the first part of a path may be a value. */
export function nameOf(api: string, { url, method }: Call, baseUrl: string): string {
  const [path = ''] = url.slice(baseUrl.length).split(/[?#]/)
  const verb = method ?? (api === 'uploadFile' ? 'POST' : 'GET')
  return `${verb} ${path.replace(/^(\/[^/]*\/).+/, '$1…')}`
}

/** Those that carry something of the app's. */
export function headerNames(header: object = {}): string[] {
  return Object.keys(header).filter((name) => name.toLowerCase() !== 'content-type')
}

/** The fields of a body, where it has any. */
export function namesIn(data: unknown): string[] {
  const isObject = typeof data === 'object' && data !== null && !(data instanceof ArrayBuffer)
  return isObject && !Array.isArray(data) ? Object.keys(data) : []
}
