import { clock, later, spend, step, time, timers } from './clock'
import { counts, startCounting } from './counts'
import { answerTo, server } from './server'

/**
 * A phone that weighs next to nothing, so that what is measured on it is the app. Both live in one JavaScript context,
 * with no more in it than phones have.
 */

/** Milliseconds. */
const loginTime = 300

const storage = new Map<string, string>()
let codes = 0

class RequestTask {
  abort(): void {}
  onHeadersReceived(): void {}
  offHeadersReceived(): void {}
  onChunkReceived(): void {}
  offChunkReceived(): void {}
}

const wx = {
  login({ success, complete }: any): void {
    counts.login++
    const said = { code: `code-${++codes}`, errMsg: 'login:ok' }
    later(() => {
      success?.(said)
      complete?.(said)
    }, loginTime)
  },
  request(options: any): RequestTask {
    counts.request++
    const { statusCode, body, delay } = answerTo(options)
    later(() => {
      const data = JSON.parse(body)
      const response = { statusCode, data, header: { 'Content-Type': 'application/json' }, errMsg: 'request:ok' }
      options.success?.(response)
      options.complete?.(response)
    }, delay)
    return new RequestTask()
  },
  getStorageSync(key: string): any {
    counts.getStorageSync++
    spend(phone.storageTime)
    const stored = storage.get(key)
    return stored ? JSON.parse(stored) : ''
  },
  setStorageSync(key: string, data: any): void {
    counts.setStorageSync++
    spend(phone.storageTime)
    storage.set(key, JSON.stringify(data))
  },
  removeStorageSync(key: string): void {
    counts.removeStorageSync++
    spend(phone.storageTime)
    storage.delete(key)
  },
  getEnterOptionsSync: () => ({ scene: 1001 }),
  // wafer2 listens to sockets as soon as it is loaded.
  onSocketOpen() {},
  onSocketClose() {},
  onSocketMessage() {},
  onSocketError() {},
}

// In a uni-app, `uni` is `wx` with more to it.
Object.assign(globalThis, timers, { wx, uni: wx })
Date.now = time

/** What the app is, once it is loaded: it brings an answer of the server to whoever asks. */
declare const app: { get(path: string): Promise<unknown> }

let toldAt = time()

const tell = (end: 'answered' | 'failed') => (): void => {
  counts[end]++
  toldAt = time()
}

export const phone = {
  /** Milliseconds that each call of storage takes, in which nothing else happens. */
  storageTime: 0,
  server,
  counts,
  startCounting,
  time,
  spend,
  step,
  /** When the last caller was told how it ended. */
  toldAt: () => toldAt,
  /** So many callers ask, all at once. */
  ask(callers: number): void {
    const [answered, failed] = [tell('answered'), tell('failed')]
    for (let caller = 0; caller < callers; caller++) app.get(`/items/${caller}`).then(answered, failed)
  },
  /** One caller asks so often, each time as soon as there is an answer. */
  async askInTurn(times: number): Promise<void> {
    clock.hurries = true
    for (let turn = 0; turn < times; turn++) await app.get(`/items/${turn}`)
    clock.hurries = false
  },
}
