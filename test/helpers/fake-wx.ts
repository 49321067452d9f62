import type { Platform } from '../../src'

/** What reached the network, as the server gets it. */
export interface Sent {
  api: 'request' | 'uploadFile' | 'downloadFile'
  url: string
  method: string
  header: Record<string, string>
  /** A copy, as it would travel. For an upload: its file and form. */
  data: any
  /** When `wx` was called: milliseconds since the phone was made. */
  at: number
}

export interface Answer {
  statusCode: number
  data?: unknown
  header?: Record<string, string>
  /** Milliseconds from the call to the answer, 100 unless told otherwise. */
  delay?: number
  /** With `enableChunked`: what arrives one after the other, instead of `data`. */
  chunks?: string[]
  /** What `wx` says instead, for a network that fails after the server has acted. */
  fails?: { errMsg: string; errno?: number }
}

/**
 * Takes the place of the next call of a method; `usual` does what the method would have done, `later` is how this phone
 * waits.
 */
export type Script = (options: any, usual: () => any, later: (delay: number, act: () => void) => void) => any

export interface FakeWx {
  /** The runtime that is handed to `createAuth`. */
  wx: Required<Platform>
  /** Every call of a method that calls back, in order. */
  calls: { method: string; options: any; at: number }[]
  count(method: string): number
  /** What went out, in order. */
  sent: Sent[]
  /** The codes that were given out. */
  codes: string[]
  storage: Map<string, any>
  /** Every use of storage, in order: `get key`, `set key`, `remove key`. */
  storageCalls: string[]
  /** The temporary files of downloads: path to content. */
  files: Map<string, string>
  /** The tasks that were made, in order, with the listeners that they hold and the aborts that they got. */
  tasks: FakeTask[]
  /** The next call of `method` runs this in place of the usual; several wait in line. */
  next(method: string, script: Script): void
  /** Every call of `method` runs this until told otherwise with `undefined`. */
  always(method: string, script: Script | undefined): void
  /** Answers that are on their way. */
  readonly busy: number
  scene: number
  apiCategory: string
  sessionKeyAlive: boolean
}

export interface FakeTask {
  aborts: number
  abort(): void
  /** Event name, such as `ChunkReceived`, to its listeners. */
  listeners: Record<string, ((event: any) => void)[]>
  emit(name: string, event: unknown): void
  [method: `on${string}` | `off${string}`]: (listener: (event: any) => void) => void
}

/** Milliseconds. */
export const loginTime = 300
export const roundTrip = 100
export const checkTime = 100
const requestTimeout = 60_000

const events = {
  request: ['HeadersReceived', 'ChunkReceived'],
  uploadFile: ['HeadersReceived', 'ProgressUpdate'],
  downloadFile: ['HeadersReceived', 'ProgressUpdate'],
}

/**
 * A phone: asynchronous, with codes of single use and a storage that keeps copies. `network` is asked when half of the
 * round trip is over; where it answers nothing, `wx` times out.
 */
export function createFakeWx(network: (sent: Sent) => Answer | undefined): FakeWx {
  const scripts = new Map<string, Script[]>()
  const standing = new Map<string, Script>()
  const made = Date.now()
  let busy = 0

  function later(delay: number, act: () => void): any {
    busy++
    return setTimeout(() => {
      busy--
      act()
    }, delay)
  }

  function follow(method: string, given: any, usual: () => any): any {
    const script = scripts.get(method)?.shift() ?? standing.get(method)
    return script ? script(given, usual, later) : usual()
  }

  /** Wraps a method that calls back so that it is recorded and can be scripted. */
  function recorded(method: string, usual: (options: any) => any) {
    return (options: any) => {
      fake.calls.push({ method, options, at: Date.now() - made })
      return follow(method, options, () => usual(options))
    }
  }

  function send(api: Sent['api'], options: any): FakeTask {
    const { url, method = api === 'uploadFile' ? 'POST' : 'GET', header = {}, filePath, name, formData, data } = options
    const sent: Sent = {
      api,
      url,
      method,
      header: { ...header },
      data: copy(api === 'uploadFile' ? { filePath, name, formData } : data),
      at: Date.now() - made,
    }
    fake.sent.push(sent)
    const timers: any[] = []
    let over = false
    const at = (delay: number, act: () => void) => timers.push(later(delay, () => over || act()))
    const end = (say: 'success' | 'fail', result: object) => {
      over = true
      options[say]?.(result)
      options.complete?.(result)
    }
    const task = createTask(events[api], () => {
      if (over) return
      over = true
      later(0, () => {
        const said = { errMsg: `${api}:fail abort` }
        options.fail?.(said)
        options.complete?.(said)
      })
    })
    fake.tasks.push(task)

    at(roundTrip / 2, () => {
      const answer = network(sent)
      if (!answer) {
        const timeout = options.timeout ?? requestTimeout
        return at(timeout - roundTrip / 2, () => end('fail', { errMsg: `${api}:fail timeout`, errno: 5 }))
      }
      const { statusCode, header = {}, delay = roundTrip, fails } = answer
      if (api === 'uploadFile')
        task.emit('ProgressUpdate', { progress: 50, totalBytesSent: 5, totalBytesExpectedToSend: 10 })
      at(delay - roundTrip / 2, () => {
        if (fails) return end('fail', fails)
        task.emit('HeadersReceived', api === 'downloadFile' ? { header } : { statusCode, header })
        if (api === 'downloadFile') {
          task.emit('ProgressUpdate', { progress: 100, totalBytesWritten: 10, totalBytesExpectedToWrite: 10 })
        }
        const chunks = options.enableChunked ? answer.chunks : undefined
        if (!chunks) return end('success', resultOf(api, answer, options))
        for (const [index, chunk] of chunks.entries()) {
          at((index + 1) * 10, () => task.emit('ChunkReceived', { data: bytes(chunk) }))
        }
        at((chunks.length + 1) * 10, () => end('success', { statusCode, header, data: '', errMsg: `${api}:ok` }))
      })
    })
    return task
  }

  function resultOf(api: Sent['api'], { statusCode, header = {}, data = '' }: Answer, options: any): object {
    const errMsg = `${api}:ok`
    if (api === 'uploadFile')
      return { statusCode, data: typeof data === 'string' ? data : JSON.stringify(data), errMsg }
    if (api === 'request') return { statusCode, header, data: copy(data), cookies: [], errMsg }
    // Whatever the server answers becomes a file.
    const path: string = options.filePath ?? `wxfile://tmp/${fake.files.size + 1}`
    fake.files.set(path, typeof data === 'string' ? data : JSON.stringify(data))
    const named = options.filePath ? { filePath: path } : { tempFilePath: path }
    return { statusCode, header, errMsg, ...named }
  }

  const wx: Required<Platform> = {
    login: recorded('login', (options) => {
      const code = `code-${fake.codes.length + 1}-of-wx-login`
      fake.codes.push(code)
      fake.sessionKeyAlive = true
      later(loginTime, () => {
        options.success?.({ code, errMsg: 'login:ok' })
        options.complete?.({ code, errMsg: 'login:ok' })
      })
    }),
    checkSession: recorded('checkSession', (options) => {
      later(checkTime, () => {
        const say = fake.sessionKeyAlive ? 'success' : 'fail'
        const said = {
          errMsg: fake.sessionKeyAlive ? 'checkSession:ok' : 'checkSession:fail session time out, need relogin',
        }
        options[say]?.(said)
        options.complete?.(said)
      })
    }),
    request: recorded('request', (options) => send('request', options)),
    uploadFile: recorded('uploadFile', (options) => send('uploadFile', options)),
    downloadFile: recorded('downloadFile', (options) => send('downloadFile', options)),
    getStorageSync(key) {
      fake.storageCalls.push(`get ${key}`)
      return follow('getStorageSync', key, () => (fake.storage.has(key) ? copy(fake.storage.get(key)) : ''))
    },
    setStorageSync(key, data) {
      fake.storageCalls.push(`set ${key}`)
      return follow('setStorageSync', data, () => void fake.storage.set(key, copy(data)))
    },
    removeStorageSync(key) {
      fake.storageCalls.push(`remove ${key}`)
      return follow('removeStorageSync', key, () => void fake.storage.delete(key))
    },
    getEnterOptionsSync: () => ({ scene: fake.scene }),
    getApiCategory: () => fake.apiCategory,
  }

  const fake: FakeWx = {
    wx,
    calls: [],
    count: (method) => fake.calls.filter((call) => call.method === method).length,
    sent: [],
    codes: [],
    storage: new Map(),
    storageCalls: [],
    files: new Map(),
    tasks: [],
    next(method, script) {
      scripts.set(method, [...(scripts.get(method) ?? []), script])
    },
    always(method, script) {
      if (script) standing.set(method, script)
      else standing.delete(method)
    },
    get busy() {
      return busy
    },
    scene: 1001,
    apiCategory: 'default',
    sessionKeyAlive: false,
  }
  return fake
}

function createTask(names: string[], abort: () => void): FakeTask {
  const task: any = {
    aborts: 0,
    listeners: {},
    abort() {
      task.aborts++
      abort()
    },
    emit(name: string, event: unknown) {
      for (const listener of [...(task.listeners[name] ?? [])]) listener(event)
    },
  }
  for (const name of names) {
    task.listeners[name] = []
    task[`on${name}`] = (listener: any) => task.listeners[name].push(listener)
    task[`off${name}`] = (listener: any) => {
      task.listeners[name] = task.listeners[name].filter((other: any) => listener && other !== listener)
    }
  }
  return task
}

/** As what crosses the network or lies in storage: no reference is shared. */
const copy = (value: any): any => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

const bytes = (text: string): ArrayBuffer => Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer

/** Scripts for `next` and `always`. */
export const fails =
  (errMsg: string, errno?: number, after = roundTrip): Script =>
  (options, _usual, later) =>
    later(after, () => options.fail({ errMsg, ...(errno !== undefined && { errno }) }))

export const succeeds =
  (result: unknown, after = 0): Script =>
  (options, _usual, later) =>
    later(after, () => options.success(result))

export const succeedsAtOnce =
  (result: unknown): Script =>
  (options) =>
    options.success(result)

export const throws =
  (error: unknown): Script =>
  () => {
    throw error
  }

export const staysSilent: Script = () => {}
