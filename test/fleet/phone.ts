import type { Platform } from '../../src'
import type { Clock } from './clock'
import type { Answer, Server } from './server'

export const baseUrl = 'https://api.test'

/** `wx`, and the network behind it. One serves the whole fleet: the server tells an app by its login state. */
export interface Phone {
  wx: Required<Pick<Platform, 'login'>> & Platform
  /** Codes that were given out. */
  codes: number
  /** Exchanges that were given up before they reached the server. */
  lost: number
  /** Login states that found nobody, for the exchange had been given up. */
  late: number
}

interface Request {
  url: string
  header?: { Authorization?: string }
  timeout?: number
  success(answer: Answer): void
  fail(said: { errMsg: string }): void
}

/** Milliseconds. */
const loginTime = 300
const oneWay = 50
const defaultTimeout = 60_000

export function createPhone(clock: Clock, server: Server, random: () => number): Phone {
  const travel = (act: () => void) => clock.setTimeout(act, oneWay * (0.5 + random()))

  function call({ header, success }: Request) {
    const token = header?.Authorization?.slice('Bearer '.length)
    travel(() => {
      const answer = server.call(token)
      travel(() => success(answer))
    })
    return {}
  }

  function exchange({ timeout = defaultTimeout, success, fail }: Request) {
    let over = false
    const end = () => {
      over = true
      clock.clearTimeout(timer)
    }
    const timer = clock.setTimeout(() => {
      end()
      fail({ errMsg: 'request:fail timeout' })
    }, timeout)
    const arrive = (answer: Answer) => {
      if (over) return void (answer.statusCode === 200 && phone.late++)
      end()
      success(answer)
    }
    travel(() => {
      if (over) phone.lost++
      // It does not notice when the phone hangs up.
      else server.exchange((answer) => travel(() => arrive(answer)))
    })
    return { abort: end }
  }

  const phone: Phone = {
    wx: {
      login({ success }) {
        const code = `code-${++phone.codes}`
        clock.setTimeout(() => success({ code }), loginTime)
      },
      request: (options: Request) => (options.url === `${baseUrl}/login` ? exchange : call)(options),
      // An app finds nothing in storage but what it has in memory, for it is started once.
      getStorageSync: () => '',
      setStorageSync() {},
      removeStorageSync() {},
      // Without these, the package would have to find out, at the cost of two errors a login.
      getEnterOptionsSync: () => ({ scene: 1001 }),
      getApiCategory: () => 'default',
    },
    codes: 0,
    lost: 0,
    late: 0,
  }
  return phone
}
