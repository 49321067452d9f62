/**
 * What the server tells of itself, as data. No field holds a token, a code, an openid or a session_key, nor anything that
 * a client wrote: `login` tells logins apart instead.
 */
export type LogEntry =
  | Listening
  | { event: 'code-received'; login: number }
  | { event: 'code-shared'; login: number }
  | { event: 'login-state-issued'; login: number; ms: number; expiresIn: number }
  | { event: 'login-failed'; login: number; ms: number; error: string; errcode?: number; note?: string }
  | { event: 'store-unreachable'; reason: string }
  | { event: 'store-reachable' }
  | { event: 'process-died'; process: number; reason: string }
  | { event: 'stopping' }
  | Answered

interface Listening {
  event: 'listening'
  url: string
  /** Where it is, or 'stand-in'. */
  wechat: string
}

interface Answered {
  event: 'answered'
  /** Absent where the request belongs to no login that is known. */
  login?: number
  method: string
  /** As it was registered: who knows what clients put into a URL. */
  route: string
  status: number | 'connection lost'
  ms: number
  /** Why it was answered so. */
  note?: string
}

export type Log = (entry: LogEntry) => void

/** The entry as people read it in a terminal. */
export function lineOf(entry: LogEntry): string {
  switch (entry.event) {
    case 'listening': {
      const { url, wechat } = entry
      const standIn = 'with its own stand-in for WeChat (set WECHAT_APPID and WECHAT_SECRET to ask WeChat itself)'
      return `Login server at ${url}, ${wechat === 'stand-in' ? standIn : `asking WeChat at ${wechat}`}`
    }
    case 'code-received':
      return `#${entry.login} code received → asking WeChat`
    case 'code-shared':
      return `#${entry.login} same code again → shares the answer`
    case 'login-state-issued':
      return `#${entry.login} WeChat answered in ${entry.ms} ms → login state issued, lives ${entry.expiresIn} s`
    case 'login-failed':
      return `#${entry.login} no login state after ${entry.ms} ms (${entry.note ?? entry.error})`
    case 'store-unreachable':
      return `Redis cannot be reached (${entry.reason}): who needs it is answered 503 until it is back`
    case 'store-reachable':
      return 'Redis is back'
    case 'process-died':
      return `Process ${entry.process} has died (${entry.reason}): another takes its place`
    case 'stopping':
      return 'Stopping: requests under way are answered'
    case 'answered': {
      const { login, method, route, status, note } = entry
      return `${login ? `#${login} ` : ''}${method} ${route} → ${status}${note ? ` (${note})` : ''}`
    }
  }
}
