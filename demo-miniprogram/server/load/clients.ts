import { connect } from 'node:net'
import type { Request } from 'autocannon'
import type { WechatStandIn } from '../wechat-stand-in'

/** One time that a client comes, always as another user. */
interface Visit {
  code: string
  beganAt: number
  token: string
  userId: string
}

interface Step {
  method: 'GET' | 'POST'
  path: string
  /** The one that is right. */
  status: number
  body?: (visit: Visit) => object
  /** Carries the login state of this visit. 401 is right, too, if all were revoked since it began. */
  loggedIn?: boolean
}

const me: Step = { method: 'GET', path: '/me', status: 200, loggedIn: true }
const login: Step = { method: 'POST', path: '/login', status: 200, body: ({ code }) => ({ code }) }

/** A visit. */
const steps: Step[] = [
  login,
  ...Array<Step>(6).fill(me),
  { method: 'GET', path: '/news', status: 200, loggedIn: true },
  { method: 'GET', path: '/news', status: 200 },
  { ...login, status: 401 },
  { ...login, status: 400, body: () => ({ code: '' }) },
  { method: 'POST', path: '/logout', status: 204, loggedIn: true },
  { ...me, status: 401 },
]

/** Why other statuses than those of success are right. */
export const deliberate =
  '400 is for a code that cannot be one, 401 for a used code, after a logout and after a revocation'

const users = 1000

export interface Clients {
  /** What each of them asks again and again, for autocannon. */
  requests: Request[]
  /** Logs everybody out. */
  revokeAll(): Promise<void>
  /** A client comes, and leaves in the middle of its request. */
  leave(): void
  /** How many have. */
  left: number
  /** How often a request, such as `GET /me`, was answered with which status. */
  answers: Record<string, Record<number, number>>
  /** What was answered wrong. */
  errors: string[]
  /** What must not be in the server's log. */
  secrets: Set<string>
}

export function createClients(url: string, wechat: WechatStandIn): Clients {
  let visits = 0
  let revoking = 0
  let revokedAt = Number.NEGATIVE_INFINITY
  const clients: Clients = {
    requests: steps.map(requestOf),
    async revokeAll() {
      revoking++
      const { status } = await fetch(`${url}/revoke`, { method: 'POST' }).catch(() => ({ status: 0 }))
      revoking--
      revokedAt = performance.now()
      count('POST /revoke', status)
      if (status !== 204) clients.errors.push(`POST /revoke → ${status || 'no answer'}`)
    },
    left: 0,
    leave() {
      clients.left++
      const { hostname, port } = new URL(url)
      const socket = connect(Number(port), hostname, () => {
        socket.write(half.slice(0, Math.random() * half.length), () => socket.resetAndDestroy())
      })
      socket.on('error', () => {})
    },
    answers: {},
    errors: [],
    secrets: new Set([wechat.secret]),
  }
  function requestOf(step: Step, index: number): Request {
    return {
      setupRequest(request, visit) {
        const { token } = index === 0 ? begin(visit as Visit) : (visit as Visit)
        const headers = { ...(step.body && json), ...(step.loggedIn && { authorization: `Bearer ${token}` }) }
        const body = step.body && JSON.stringify(step.body(visit as Visit))
        return { ...request, method: step.method, path: step.path, headers, body }
      },
      onResponse: (status, text, visit) => receive(step, status, text, visit as Visit),
    }
  }

  function begin(visit: Visit): Visit {
    visit.code = wechat.issueCode(`user-${visits++ % users}`)
    visit.beganAt = performance.now()
    clients.secrets.add(visit.code)
    return visit
  }

  function receive(step: Step, status: number, text: string, visit: Visit): void {
    const what = `${step.method} ${step.path}`
    count(what, status)
    const revoked = revoking > 0 || visit.beganAt <= revokedAt
    if (status !== step.status && !(step.loggedIn && status === 401 && revoked))
      clients.errors.push(`${what} → ${status}, not ${step.status}: ${text}`)
    if (status !== 200) return
    const answer = JSON.parse(text)
    if (step === login) {
      Object.assign(visit, answer)
      clients.secrets.add(visit.token)
      noteSecretsOfWechat()
    }
    if (step === me && answer.userId !== visit.userId) clients.errors.push(`${what} told of another user`)
  }

  function noteSecretsOfWechat(): void {
    // The stand-in remembers the latest thousand only.
    for (const { openid, sessionKey } of wechat.exchanges.splice(0))
      for (const secret of [openid, sessionKey]) if (secret) clients.secrets.add(secret)
  }

  function count(what: string, status: number): void {
    clients.answers[what] ??= {}
    clients.answers[what][status] = (clients.answers[what][status] ?? 0) + 1
  }

  return clients
}

const json = { 'content-type': 'application/json' }
const half = 'POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n{"code":"'
