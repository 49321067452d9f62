import { baseUrl, cdn } from '../watch/calls'

/** Where a call may go: what the app gives, and what wx is to get if that differs. */
interface Place {
  given: (path: string) => string
  sent?: (path: string) => string
  trusted: boolean
}

const foreign = (given: Place['given']): Place => ({ given, trusted: false })

export const places: [Place, ...Place[]] = [
  { given: (path) => `/${path}`, sent: (path) => `${baseUrl}/${path}`, trusted: true },
  { given: (path) => path, sent: (path) => `${baseUrl}/${path}`, trusted: true },
  { given: (path) => `${baseUrl}/${path}`, trusted: true },
  { given: (path) => `HTTPS://API.test:443/${path}`, trusted: true },
  { given: (path) => `${cdn}/${path}`, trusted: true },
  foreign((path) => `https://evil.test/${path}`),
  foreign((path) => `//evil.test/${path}`),
  foreign((path) => `/\\evil.test/${path}`),
  foreign((path) => `https://api.test.evil.test/${path}`),
  foreign((path) => `https://api.test@evil.test/${path}`),
  foreign((path) => `https://api.test:8443/${path}`),
  foreign((path) => `http://api.test/${path}`),
]
