import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as openRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SealedData } from '../../demo-miniprogram/server/open-data'
import type { Platform } from '../../src'

type Api = 'request' | 'uploadFile' | 'downloadFile'

export interface NodeWx {
  wx: Platform & { getUserInfo(options: { success(sealed: SealedData): void; fail(error: unknown): void }): void }
  /** The codes that `wx.login` gave. */
  codes: string[]
  /** Texts, as they would lie on a disk. */
  storage: Map<string, string>
  /** Every byte that a server sent to the app, heads included. */
  readonly received: string
  /** Resolves when every call so far has called back. */
  idle(): Promise<unknown>
  /** Makes a file for an upload, and says where it is. */
  file(content: string): string
  /** Deletes its files. */
  dispose(): void
}

const events = {
  request: ['HeadersReceived', 'ChunkReceived'],
  uploadFile: ['HeadersReceived', 'ProgressUpdate'],
  downloadFile: ['HeadersReceived', 'ProgressUpdate'],
}

/** A phone on a real network: `wx` as far as it is needed, over Node's HTTP. What WeChat knows is the stand-in's. */
export function createNodeWx(wechatUrl: string): NodeWx {
  const codes: string[] = []
  const storage = new Map<string, string>()
  const folder = mkdtempSync(join(tmpdir(), 'node-wx-'))
  const newPath = () => join(folder, randomUUID())
  const calls: Promise<void>[] = []
  let received = ''

  function send(api: Api, options: any, body: string | undefined, contentType: string) {
    const { url, method = 'GET', header, timeout = 60_000, enableChunked, filePath } = options
    const task = new EventEmitter()
    const head: Record<string, any> = { 'Content-Type': contentType, ...header }
    let reason: string | undefined
    let over = false
    let calledBack = () => {}
    calls.push(
      new Promise((resolve) => {
        calledBack = resolve
      }),
    )
    const end = (say: 'success' | 'fail', result: object) => {
      if (over) return
      over = true
      options[say]?.(result)
      options.complete?.(result)
      calledBack()
    }
    const fail = ({ code }: { code?: string }) => end('fail', { errMsg: `${api}:fail ${reason ?? code}` })
    const stop = (why: string) => {
      reason = why
      outgoing.destroy()
    }

    // A connection of its own for each call: none that a restarted server has forgotten.
    const outgoing = openRequest(url, { method, headers: head, agent: false, timeout }, async (answer) => {
      const { statusCode, headers } = answer
      const chunks: Buffer[] = []
      received += answer.rawHeaders.join('\n')
      task.emit('HeadersReceived', { statusCode, header: headers })
      try {
        for await (const chunk of answer) {
          chunks.push(chunk)
          if (enableChunked) task.emit('ChunkReceived', { data: Uint8Array.from(chunk).buffer })
        }
      } catch (error) {
        return fail(error as { code?: string })
      }
      const text = Buffer.concat(chunks).toString()
      received += text
      const result = { statusCode, header: headers, errMsg: `${api}:ok` }
      if (api === 'uploadFile') return end('success', { ...result, data: text })
      if (api === 'request') return end('success', { ...result, data: enableChunked ? '' : parsed(text), cookies: [] })
      const path = filePath ?? newPath()
      writeFileSync(path, text)
      end('success', { ...result, [filePath ? 'filePath' : 'tempFilePath']: path })
    })
    outgoing.on('error', fail)
    outgoing.on('timeout', () => stop('timeout'))
    const size = Buffer.byteLength(body ?? '')
    const sent = { progress: 100, totalBytesSent: size, totalBytesExpectedToSend: size }
    outgoing.end(body, () => api === 'uploadFile' && task.emit('ProgressUpdate', sent))

    const methods: Record<string, (listener?: any) => void> = { abort: () => stop('abort') }
    for (const name of events[api]) {
      methods[`on${name}`] = (listener) => void task.on(name, listener)
      methods[`off${name}`] = (listener) => void (listener ? task.off(name, listener) : task.removeAllListeners(name))
    }
    return methods
  }

  function askWechat(path: string, success: (answer: { statusCode: number; data: any }) => void, fail: any) {
    const url = `${wechatUrl}/stand-in/${path}`
    send('request', { url, method: 'POST', success, fail }, '{}', 'application/json')
  }

  const wx: NodeWx['wx'] = {
    login({ success, fail }) {
      const take = ({ data }: { data: { code: string } }) => {
        codes.push(data.code)
        success({ code: data.code })
      }
      askWechat('code', take, fail)
    },
    checkSession({ success, fail }) {
      const tell = ({ data }: { data: { valid: boolean } }) =>
        data.valid ? success({}) : fail({ errMsg: 'checkSession:fail' })
      askWechat('check-session', tell, fail)
    },
    getUserInfo({ success, fail }) {
      const take = ({ statusCode, data }: { statusCode: number; data: SealedData }) =>
        statusCode === 200 ? success(data) : fail({ errMsg: 'getUserInfo:fail' })
      askWechat('user-info', take, fail)
    },
    request(options) {
      const { data } = options
      const body = data === undefined || typeof data === 'string' ? data : JSON.stringify(data)
      return send('request', options, body, 'application/json')
    },
    uploadFile(options) {
      const { filePath, name, formData = {} } = options
      const boundary = randomUUID()
      const part = (disposition: string, content: unknown) =>
        `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
      const fields = Object.keys(formData).map((field) => part(`name="${field}"`, formData[field]))
      const file = part(`name="${name}"; filename="file"`, readFileSync(filePath, 'utf8'))
      const body = `${fields.join('')}${file}--${boundary}--\r\n`
      return send('uploadFile', { ...options, method: 'POST' }, body, `multipart/form-data; boundary=${boundary}`)
    },
    downloadFile: (options) => send('downloadFile', options, undefined, 'application/json'),
    getStorageSync: (key) => (storage.has(key) ? JSON.parse(storage.get(key) as string) : ''),
    setStorageSync: (key, data) => storage.set(key, JSON.stringify(data)),
    removeStorageSync: (key) => storage.delete(key),
  }

  return {
    wx,
    codes,
    storage,
    get received() {
      return received
    },
    idle: () => Promise.all(calls),
    file(content) {
      const path = newPath()
      writeFileSync(path, content)
      return path
    },
    dispose: () => rmSync(folder, { recursive: true }),
  }
}

/** As `wx.request` does: JSON where it is some, else the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
