import type { Auth } from '../../src'
import { below, happens, oneOf } from './chance'

/** What `send` throws now and then in withLogin. */
export class OwnError extends Error {}

interface Watch {
  /** Told of each promise, by what it is of. */
  follow(name: string, promise: Promise<unknown>): void
  /** Every listener and callback of a call. */
  hear(): void
  /** What must not happen, and did. */
  problems: Set<string>
  later(delay: number, act: () => void): void
}

/** Makes one call after the other, whatever state the Auth is in. */
export function createCaller(auth: Auth, { follow, hear, problems, later }: Watch): () => void {
  const soon = (act: () => void) => later(below(1000), act)
  let unsubscribe = subscribe()

  const options = () => ({ url: happens(2) ? '/refused' : '/a', timeout: 5000, ...(happens(25) && callbacks()) })

  /** The last of them is waited for, as the promise is. */
  function callbacks() {
    let complete = () => {}
    const completed = new Promise<void>((resolve) => {
      complete = resolve
    })
    follow('complete', completed)
    return { success: hear, fail: hear, complete }
  }

  /** Listens to a task for a while, and leaves some of them. */
  function take(name: string, task: any, event = 'ChunkReceived'): void {
    follow(name, task)
    task.onHeadersReceived(hear)
    task[`on${event}`](hear)
    if (happens(10)) soon(() => task[`off${event}`](oneOf([hear, undefined])))
    if (happens(10)) soon(() => task.abort())
  }

  async function send({ header, rejected }: { header: object; rejected(): never }): Promise<number> {
    const { statusCode } = await auth.request({ ...options(), header: { ...header }, login: 'none' })
    if (statusCode === 401) rejected()
    if (happens(5)) throw new OwnError()
    return statusCode
  }

  function logOutAndIn(): void {
    auth.logout()
    soon(() => follow('login', auth.login()))
  }

  function subscribe(): () => void {
    let subscribed = true
    const stop = auth.onChange(() => {
      if (!subscribed) problems.add('Who has unsubscribed is told of changes.')
    })
    return () => {
      subscribed = false
      stop()
    }
  }

  function subscribeAnew(): void {
    unsubscribe()
    unsubscribe = subscribe()
  }

  const file = { filePath: 'wxfile://photo', name: 'photo' }
  const calls: [weight: number, call: () => void][] = [
    [40, () => take('request', auth.request({ ...options(), method: 'POST', data: { words: 'hello' } }))],
    [8, () => take('stream', auth.request({ ...options(), enableChunked: true }))],
    [8, () => take('optional', auth.request({ ...options(), login: 'optional' }))],
    [8, () => take('upload', auth.uploadFile({ ...options(), ...file }), 'ProgressUpdate')],
    [8, () => take('download', auth.downloadFile(options()), 'ProgressUpdate')],
    [8, () => follow('withLogin', auth.withLogin(send))],
    [8, () => follow('ensureLogin', auth.ensureLogin())],
    [4, () => follow('ensureSessionKey', auth.ensureSessionKey())],
    [2, () => follow('login', auth.login())],
    [2, () => follow('login with extra', auth.login({ from: 'a page' }))],
    [1, () => auth.setState({ token: 'a-token-of-before' })],
    [1, logOutAndIn],
    [2, subscribeAnew],
  ]
  const weighted = calls.flatMap(([weight, call]) => Array<() => void>(weight).fill(call))
  return () => oneOf(weighted)()
}
