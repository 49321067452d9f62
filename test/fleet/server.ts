import type { LoginState } from '../../src'
import type { Clock } from './clock'

export interface Answer {
  statusCode: number
  header: Record<string, string>
  data: unknown
}

export interface ServerOptions {
  /** Exchanges that it can do in a second. */
  capacity: number
  /** Exchanges that may wait for their turn; more are refused: 503, at once. */
  room: number
  /** Of the work of an exchange, what it takes to refuse one. */
  refusalCost: number
  /** Called for each 503 for the seconds of its `Retry-After`, if it is to have one. */
  retryAfter: () => number | undefined
  /** Seconds. */
  expiresIn: number
}

/** The developer's server: an API that is always fast enough, and a login that can do so many exchanges a second. */
export interface Server {
  /** Answers a request for the API, now. */
  call(token: string | undefined): Answer
  /** Takes a code, and answers when its turn has come. */
  exchange(answer: (answer: Answer) => void): void
  issue(expiresIn: number): LoginState
  knows(token: string | undefined): boolean
  /** Does what it can do in a millisecond. */
  work(): void
  /** No login state counts any more. */
  revokeAll(): void
  /** Something in front of it answers 503 in its place, to all who wait, too. */
  stop(): void
  /** It is there again, and knows no login state. */
  restart(): void
  /** An exchange takes so many times as long as usual; to refuse one does not. */
  slowDown(times: number): void
  /** What arrived in each second. */
  calls: number[]
  exchanges: number[]
  /** What became of the exchanges: they were given a login state, were refused, or still wait. */
  issued: number
  refused: number
  readonly waiting: number
  /** Login states that were given for a code, and then revoked. */
  revoked: number
}

/** One more in this second. */
export const count = (seconds: number[], { now }: Clock): void => {
  const second = Math.floor(now / 1000)
  seconds[second] = (seconds[second] ?? 0) + 1
}

export function createServer(clock: Clock, options: ServerOptions): Server {
  const { capacity, room, refusalCost, retryAfter, expiresIn } = options
  let queue: ((answer: Answer) => void)[] = []
  /** The first in the queue who was not served yet. */
  let next = 0
  /** Exchanges that it has had the time for; below 0, it is behind with refusing. */
  let ready = 0
  let isDown = false
  let slowness = 1
  let generation = 0
  let tokens = 0

  const busy = (): Answer => {
    const seconds = retryAfter()
    return { statusCode: 503, header: seconds === undefined ? {} : { 'Retry-After': `${seconds}` }, data: '' }
  }

  const refuse = (answer: (answer: Answer) => void): void => {
    server.refused++
    // What would keep it busy for more than a second does not even get through to it.
    if (!isDown) ready = Math.max(ready - refusalCost / slowness, -capacity / slowness)
    answer(busy())
  }

  const server: Server = {
    call(token) {
      count(server.calls, clock)
      return isDown ? busy() : { statusCode: server.knows(token) ? 200 : 401, header: {}, data: '' }
    },
    exchange(answer) {
      count(server.exchanges, clock)
      if (isDown || server.waiting >= room) refuse(answer)
      else queue.push(answer)
    },
    issue: (seconds) => ({ token: `${generation}_${clock.now + seconds * 1000}_${tokens++}`, expiresIn: seconds }),
    knows(token = '') {
      const [issuedIn, expiresAt] = token.split('_').map(Number)
      return issuedIn === generation && clock.now < Number(expiresAt)
    },
    work() {
      if (isDown) return
      // Idle time is no store of work.
      ready = Math.min(ready + capacity / slowness / 1000, Math.max(1, server.waiting))
      for (; ready >= 1 && next < queue.length; ready--) {
        server.issued++
        queue[next++]?.({ statusCode: 200, header: {}, data: server.issue(expiresIn) })
      }
      if (next > 1000 && next * 2 > queue.length) forget()
    },
    revokeAll() {
      generation++
      server.revoked = server.issued
    },
    stop() {
      isDown = true
      forget()
      queue.splice(0).forEach(refuse)
    },
    restart() {
      isDown = false
      server.revokeAll()
    },
    slowDown(times) {
      slowness = times
    },
    calls: [],
    exchanges: [],
    issued: 0,
    refused: 0,
    get waiting() {
      return queue.length - next
    },
    revoked: 0,
  }

  function forget(): void {
    queue = queue.slice(next)
    next = 0
  }

  return server
}
