import { time } from './clock'
import { counts } from './counts'

export interface Answer {
  statusCode: number
  body: string
  /** Milliseconds from the call to the answer. */
  delay: number
}

/** Seconds. */
const expiresIn = 7200
const roundTrip = 100
/** Later than the login that an answer in time has caused. */
const lateRoundTrip = 700

const welcome = JSON.stringify({ id: 7, title: 'Tea', price: 3.5 })
const unknown = JSON.stringify({ error: 'login_state_unknown' })

/** What it accepts, to the end of that. */
const tokens = new Map<string, number>()
const usedCodes = new Set<string>()

export const server = {
  refusesCodes: false,
  /** Do half of the rejections arrive late? */
  rejectsLate: false,
  /** Accepts a token from now on, though no code was exchanged for it. */
  accept(token: string, until = Infinity) {
    tokens.set(token, until)
    tokens.set(`Bearer ${token}`, until)
  },
  revokeAll: () => tokens.clear(),
}

/**
 * What the developer's server answers. `/login` turns a code into a login state, once; all else wants to see one. Codes
 * and tokens may also come in the headers of wafer2, and every login state is told in its way, too.
 */
export function answerTo({ url, header = {}, data }: any): Answer {
  if (url.endsWith('/login')) return exchange(header['X-WX-Code'] ?? codeOf(data))
  counts.sends++
  const token = header.Authorization ?? header['X-WX-Skey']
  if ((tokens.get(token) ?? 0) > time()) return { statusCode: 200, body: welcome, delay: roundTrip }
  const isLate = server.rejectsLate && counts.sends % 2 === 0
  return { statusCode: 401, body: unknown, delay: isLate ? lateRoundTrip : roundTrip }
}

/** Some send JSON as a string. */
const codeOf = (data: any): string => (typeof data === 'string' ? JSON.parse(data) : data).code

function exchange(code: string): Answer {
  counts.exchanges++
  const refused = server.refusesCodes || usedCodes.has(code) || !/^code-\d+$/.test(code)
  usedCodes.add(code)
  if (refused) return { statusCode: 403, body: '{"code":1,"error":"code_refused"}', delay: roundTrip }
  const token = `token-for-${code}`
  server.accept(token, time() + expiresIn * 1000)
  const state = { token, expiresIn, code: 0, data: { skey: token, userinfo: {} } }
  return { statusCode: 200, body: JSON.stringify(state), delay: roundTrip }
}
