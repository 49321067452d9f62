import type { Call, Send } from '../watch/call'
import { heard, sent, tokenIn } from '../watch/calls'
import type { Copy } from '../watch/copy'
import { attemptOf, exchangeAnswered, exchangeSent } from '../watch/logins'
import { callBack, type Said } from './round-trip'
import { type Answer, hasSessionKey } from './server'

type Api = 'request' | 'uploadFile' | 'downloadFile'

/** Milliseconds. */
const exchangeTime = 100
const betweenChunks = 10

const taskEvents: Record<Api, string[]> = {
  request: ['HeadersReceived', 'ChunkReceived'],
  uploadFile: ['HeadersReceived', 'ProgressUpdate'],
  downloadFile: ['HeadersReceived', 'ProgressUpdate'],
}

/** The request that turns a code into a login state. */
export function sendExchange(copy: Copy, options: any): unknown {
  const { world } = copy
  const isUrl = world.options.exchange === 'url'
  const attempt = isUrl ? exchangeSent(copy, options.data) : attemptOf(copy, options.data?.code)
  const plain = options.method === 'POST' && tokenIn(options.header) === undefined
  world.keeps('payload', plain, () => `of the exchange: ${options.method} with ${JSON.stringify(options.header)}`)
  return callBack(copy, 'request', options, {
    delay: exchangeTime,
    say: () => ({ how: 'success', result: { ...world.server.exchange(options.data), errMsg: 'request:ok' } }),
    heard(how, result) {
      const answer = how === 'success' ? (result as Answer) : undefined
      if (isUrl && attempt === attemptOf(copy, attempt.code) && attempt.phase === 'exchange' && hasSessionKey(answer)) {
        copy.owed.sessionKeys++
        copy.owed.keyLines++
      }
      exchangeAnswered(copy, attempt, answer, !isUrl)
    },
    task: createTask('request', () => {}),
  })
}

/** A request of the app. Which one, its URL tells. */
export function sendCall(copy: Copy, api: Api, options: any): unknown {
  const { world } = copy
  const call = world.calls[Number(/\/c(\d+)/.exec(options.url)?.[1])]
  if (!call?.given) return world.breach('payload', `${options.url} was called`)
  const { given } = call
  const send = sent(call, tokenIn(options.header), options)
  const task = createTask(api, () => send.aborts++)
  const number = call.sends.length

  function chunksArrive(said: Said, after: (milliseconds: number, act: () => void) => void): number {
    const { statusCode, header } = said.result
    if (given.stream !== 'headless') {
      task.emit('HeadersReceived', { statusCode: given.stream === 'turns' ? 200 : statusCode, header })
    }
    if (!options.enableChunked || said.how === 'fail') return 0
    for (const index of [1, 2]) {
      after(index * betweenChunks, () => {
        const chunk = `chunk ${call?.id}.${number}.${index}`
        if (task.emit('ChunkReceived', { data: chunk })) send.chunks.push(chunk)
      })
    }
    return 3 * betweenChunks
  }

  const returned = callBack(copy, api, options, {
    delay: given.delay,
    say() {
      const answer = world.server.call(send.token, api === 'downloadFile' || world.options.rejectsBy === 'status')
      const result = resultOf(api, answer, options, `wxfile://tmp/~${call.id}.${number}`)
      send.deservesRejection = rejects(call, send, result)
      return { how: 'success', result }
    },
    heard: (how, result) => heard(call, send, how, result, how === 'success' && rejects(call, send, result)),
    arrives: chunksArrive,
    task,
  })
  send.hasTask = returned !== undefined
  return returned
}

/** Does `isRejected` of this run say so of an answer? */
function rejects({ copy, api }: Call, { token }: Send, { statusCode, data }: any): boolean {
  if (token === undefined) return false
  if (copy.world.options.rejectsBy === 'status') return statusCode === 401
  return (
    api !== 'downloadFile' &&
    (typeof data === 'string' && api === 'uploadFile' ? /"code":-1/.test(data) : data?.code === -1)
  )
}

function resultOf(api: Api, { statusCode, data, header = {} }: Answer, options: any, path: string): object {
  const errMsg = `${api}:ok`
  if (api === 'uploadFile') return { statusCode, data: JSON.stringify(data), errMsg }
  if (api === 'downloadFile') return { statusCode, header, tempFilePath: path, errMsg }
  return { statusCode, header, data: options.enableChunked ? '' : data, cookies: [], errMsg }
}

type Listener = (event: any) => void
type Task = { abort(): void; emit(name: string, event: object): boolean } & Record<string, any>

function createTask(api: Api, abort: () => void): Task {
  const listeners: Record<string, Listener[]> = {}
  const task: Task = {
    abort,
    /** Says whether anybody listens. */
    emit(name, event) {
      const heardBy = listeners[name] ?? []
      for (const listener of heardBy) listener(event)
      return heardBy.length > 0
    },
  }
  for (const name of taskEvents[api]) {
    task[`on${name}`] = (listener: Listener) => {
      listeners[name] = [...(listeners[name] ?? []), listener]
    }
    task[`off${name}`] = (listener: Listener) => {
      listeners[name] = (listeners[name] ?? []).filter((other) => listener && other !== listener)
    }
  }
  return task
}
