import { forward } from './forward'
import { outgoing, type RequestOptions } from './request-options'
import { startTask, type Task } from './task'

/** wx.request. With `enableChunked` the listeners get all of the answer, and the result has nothing of it. */
export function request(options: RequestOptions): Task {
  return startTask('request', options, ['HeadersReceived', 'ChunkReceived'], async ({ signal, tell }) => {
    const { head, read } = await forward(outgoing(options), signal)
    tell('HeadersReceived', head)
    if (options.enableChunked) {
      await read((part) => tell('ChunkReceived', { data: part.slice().buffer }))
      return { ...head, data: '' }
    }
    const content = await read()
    return { ...head, data: parse(await content.arrayBuffer(), options) }
  })
}

/** JSON is parsed where it is some, whatever its content type says, unless another `dataType` was asked for. */
function parse(bytes: ArrayBuffer, { responseType = 'text', dataType = 'json' }: RequestOptions): unknown {
  if (responseType === 'arraybuffer') return bytes
  const text = new TextDecoder().decode(bytes)
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
