import type { Recording } from './recording'
import type { Step } from './step'

/** Of the server's log, what is between it and WeChat. `login` counts the logins of that server. */
interface Entry {
  id: number
  /** By the server's clock. */
  at: number
  event: string
  login?: number
  errcode?: number
}

/** An exchange, from the call to its end, with the login which it is in the log. */
interface Exchange {
  from: number
  to?: number
  /** By an answer; not because nobody awaits it any more. */
  answered: boolean
  login?: number
  /** By how many milliseconds the server's clock is ahead, as far as this exchange can tell. */
  ahead: number
  /** WeChat has answered. */
  over: boolean
}

export interface ServerLog {
  /** Reads along until WeChat has answered. Returns what is to be told of the exchange's end. */
  follow(call: Step): (end: Step) => void
  /** Adds nothing more of the exchanges so far. */
  forget(): void
}

type Known = Omit<Step, 'id' | 'at'>

/** Milliseconds between two readings, and how long one goes on for an exchange that ended without WeChat's answer. */
const interval = 150
const patience = 12_000

const question: Known = {
  ...{ from: 'server', to: 'wechat', name: 'code2Session', kind: 'call' },
  fields: ['appid', 'secret', 'js_code'],
}
const back = { from: 'wechat', to: 'server', name: 'code2Session' } as const
const answer: Known = { ...back, kind: 'answer', fields: ['openid', 'session_key'] }
const refusal: Known = { ...back, kind: 'failed', fields: ['errcode', 'errmsg'] }
const noAnswer: Known = { ...back, kind: 'failed', fields: [] }

/** Adds the arrows between the server and WeChat, which only the server sees. It tells them where it is the demo's. */
export function createServerLog(baseUrl: string, recording: Recording): ServerLog {
  const exchanges = new Set<Exchange>()
  let after = 0
  let reading = false
  let missing = false

  function read(): void {
    reading = true
    const asked = Date.now()
    const ended = [...exchanges].filter(({ to }) => to !== undefined)
    // By wx itself: it is not a part of what is drawn.
    wx.request<{ now: number; entries: Entry[] }>({
      url: `${baseUrl}/log?after=${after}`,
      success({ statusCode, data }) {
        missing = statusCode !== 200
        if (missing) return
        const now = Date.now()
        const ahead = data.now - (asked + now) / 2
        for (const entry of data.entries) note(entry, ahead, now - asked)
      },
      complete() {
        for (const exchange of ended) {
          const { to = 0, login, over } = exchange
          if (over || login === undefined || Date.now() - to > patience) exchanges.delete(exchange)
        }
        if (missing) exchanges.clear()
        reading = exchanges.size > 0
        if (reading) setTimeout(read, interval)
      },
    })
  }

  /** `tolerance`: how far off `ahead` may be. */
  function note({ id, at, event, login = 0, errcode }: Entry, ahead: number, tolerance: number): void {
    after = Math.max(after, id)
    if (event === 'code-received') {
      const exchange = [...exchanges].reverse().find((each) => at - ahead > each.from - tolerance)
      if (!exchange || exchange.login !== undefined) return
      const asked = within(exchange, at - ahead, 0.4)
      Object.assign(exchange, { login, ahead: at - asked })
      recording.add({ ...question, at: asked })
    } else if (event === 'login-state-issued' || event === 'login-failed') {
      const exchange = [...exchanges].find((each) => each.login === login)
      if (!exchange) return
      exchange.over = true
      const told = event === 'login-state-issued' ? answer : errcode === undefined ? noAnswer : refusal
      recording.add({ ...told, at: within(exchange, at - exchange.ahead, 0.2) })
    }
  }

  return {
    follow(call) {
      const exchange: Exchange = { from: call.at, answered: false, ahead: 0, over: false }
      if (!missing) exchanges.add(exchange)
      if (!missing && !reading) read()
      return (end) => {
        exchange.to = end.at
        exchange.answered = end.status !== undefined
      }
    },
    forget: () => exchanges.clear(),
  }
}

/** Whatever the clocks say, it was after the call, and before the answer or now: fractions keep the order. */
function within({ from, to, answered }: Exchange, at: number, beforeEnd: number): number {
  const end = answered && to !== undefined ? to : Date.now()
  return Math.max(from, Math.min(at, end - beforeEnd))
}
