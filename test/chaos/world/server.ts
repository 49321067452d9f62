/** What the developer's server says. */
export interface Answer {
  statusCode: number
  data: any
  header?: Record<string, string>
}

export interface Server {
  /** Answers the next exchange, or call, in one of the ways below; several wait in line. */
  misbehave(to: 'exchange' | 'call', how: string): void
  behave(): void
  /** Forgets all states that it has issued, or the last one. */
  revoke(which: 'all' | 'newest'): void
  /** Knows it from now on, whoever issued it. */
  issue(): string
  /** Seconds, for the states issued from now on. */
  expiresIn: unknown
  exchange(body: any): Answer
  /** `quiet`: where it rejects by a status alone. */
  call(token: string | undefined, byStatus: boolean): Answer
}

// Every secret is marked so that it can be told wherever it turns up.
const body = 'bdy~of the server'
const html = `<html>${body}</html>`
const longest = 4096

type Make = (token: string) => Answer
const bad =
  (statusCode: number, data: unknown, header?: Record<string, string>): Make =>
  () => ({ statusCode, data, ...(header && { header }) })
const withToken =
  (make: (token: string) => unknown): Make =>
  (token) => ({ statusCode: 200, data: { token: make(token), name: 'of a user' } })

/** The ways in which an exchange may be answered. */
export const exchangeAnswers: Record<string, Make> = {
  '500': bad(500, { error: body }),
  '502 HTML': bad(502, html),
  '408': bad(408, ''),
  '401': bad(401, { error: body }),
  '403': bad(403, { error: body, session_key: 'key~refused' }),
  '429, Retry-After 2': bad(429, body, { 'retry-After': '2' }),
  '503, Retry-After 20': bad(503, body, { 'retry-After': '20' }),
  '503, Retry-After 900': bad(503, body, { 'retry-After': '900' }),
  '503, Retry-After as a date': bad(503, body, { 'retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }),
  HTML: bad(200, html),
  nothing: bad(200, ''),
  null: bad(200, null),
  'an array': bad(200, [{ token: 'tok~array' }]),
  'a string': bad(200, JSON.stringify({ token: 'tok~string' })),
  'no token': bad(200, { session_key: 'key~alone' }),
  'a number': withToken(() => 42),
  'an object': withToken((token) => ({ token })),
  'an empty token': withToken(() => ''),
  'a blank token': withToken(() => '   '),
  'a token of two lines': withToken((token) => `${token}\r\nX-Evil: 1`),
  'a Chinese token': withToken((token) => `${token}中文`),
  'a token too long': withToken((token) => token.padEnd(longest + 1, '-')),
  'a long token': withToken((token) => token.padEnd(longest, '-')),
  'a session_key': (token) => ({ statusCode: 200, data: { token, session_key: 'key~top' } }),
  'a session_key inside': (token) => ({ statusCode: 201, data: { token, user: { list: [{ sessionKey: 'key~in' }] } } }),
}

/** The ways in which a call may be answered, beside what its state deserves. */
export const callAnswers: Record<string, Make> = {
  rejected: bad(401, { error: body }),
  '403': bad(403, { error: body }),
  '500': bad(500, html),
  '429': bad(429, body, { 'retry-After': '30' }),
}

const token = /^[ -~]{1,4096}$/

/** Does the answer count as a login state? */
export const isState = (data: any): boolean =>
  !!data && typeof data === 'object' && typeof data.token === 'string' && token.test(data.token) && !!data.token.trim()

/** A state as it is to be kept: without a session_key, and with no lifetime that is none. */
export function stateOf(data: any): any {
  const kept = JSON.parse(JSON.stringify(data, (name, value) => (/^session(_k|K)ey$/.test(name) ? undefined : value)))
  if (!(typeof kept.expiresIn === 'number' && kept.expiresIn > 0)) delete kept.expiresIn
  return kept
}

export const hasSessionKey = (data: unknown): boolean => /"session(_k|K)ey"/.test(JSON.stringify(data) ?? '')

export function createServer(expiresIn: number | null): Server {
  const valid = new Set<string>()
  const usedCodes = new Set<string>()
  let misdeeds: { to: string; how: string }[] = []
  let issued = 0

  function nextMisdeed(to: string): string | undefined {
    const index = misdeeds.findIndex((misdeed) => misdeed.to === to)
    return index < 0 ? undefined : misdeeds.splice(index, 1)[0]?.how
  }

  const server: Server = {
    misbehave: (to, how) => void misdeeds.push({ to, how }),
    behave() {
      misdeeds = []
      server.expiresIn = undefined
    },
    revoke(which) {
      if (which === 'all') valid.clear()
      else valid.delete([...valid].pop() as string)
    },
    issue() {
      const fresh = `tok~${++issued}~`
      valid.add(fresh)
      return fresh
    },
    expiresIn: expiresIn ?? undefined,
    exchange({ code } = {}) {
      const known = typeof code === 'string' && code.startsWith('cod~') && !usedCodes.has(code)
      usedCodes.add(code)
      const fresh = server.issue()
      const answer = exchangeAnswers[nextMisdeed('exchange') ?? '']?.(fresh)
      if (answer) {
        // It knows a state by what was sent of it, whatever that was.
        if (isState(answer.data)) valid.add(answer.data.token)
        return answer
      }
      if (!known) return { statusCode: 401, data: { error: body } }
      const { expiresIn } = server
      return {
        statusCode: 200,
        data: { token: fresh, name: 'of a user', ...(expiresIn !== undefined && { expiresIn }) },
      }
    },
    call(given, byStatus) {
      const misdeed = nextMisdeed('call')
      const accepted = given !== undefined && valid.has(given)
      if (accepted && misdeed && misdeed !== 'rejected') return (callAnswers[misdeed] as Make)(given)
      if (accepted && !misdeed)
        return { statusCode: 200, data: { for: `${body} ${given}` }, header: { 'X-Served': '1' } }
      return byStatus
        ? { statusCode: 401, data: { error: body } }
        : { statusCode: 200, data: { code: -1, error: body } }
    },
  }
  return server
}
