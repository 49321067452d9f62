import { type ForwardedRequest, forwardingHeader, toHeader } from '../../common/forwarding'
import { findFile } from '../local-files'
import { WxError } from './callbacks'
import { connectionClosed, forwardingPath, readHead } from './forward'
import { outgoing } from './request-options'
import { startTask, type Task, type TaskOptions } from './task'

interface UploadOptions extends TaskOptions {
  url: string
  filePath: string
  name: string
  header?: Record<string, string>
  formData?: Record<string, unknown>
}

/** wx.uploadFile: a form with one file. The result has neither header nor parsed data. */
export function uploadFile(options: UploadOptions): Task {
  return startTask('uploadFile', options, ['HeadersReceived', 'ProgressUpdate'], async ({ signal, tell }) => {
    const form = new Response(formOf(options))
    const body = await form.blob()
    const { url, header = {} } = options
    const given = Object.entries(header).filter(([name]) => name.toLowerCase() !== 'content-type')
    // Only who encoded the form knows its boundary.
    const typed = { ...Object.fromEntries(given), 'content-type': form.headers.get('content-type') ?? '' }
    // 'manual': a body that goes out while it comes in cannot be sent again to where a redirect leads.
    const forwarded = outgoing({ url, method: 'POST', header: typed, redirect: 'manual' })
    const answer = await send(forwarded, body, signal, (sent, expected) =>
      tell('ProgressUpdate', {
        progress: Math.floor((100 * sent) / expected),
        totalBytesSent: sent,
        totalBytesExpectedToSend: expected,
      }),
    )
    const { statusCode, header: answered } = readHead(answer.getResponseHeader(forwardingHeader))
    tell('HeadersReceived', { header: answered })
    return { statusCode, data: answer.responseText }
  })
}

function formOf({ filePath, name, formData = {} }: UploadOptions): FormData {
  const file = findFile(filePath)
  if (!file) throw new WxError("file doesn't exist")
  const form = new FormData()
  for (const [field, value] of Object.entries(formData)) form.append(field, String(value))
  form.append(name, file.content, filePath.split('/').at(-1))
  return form
}

/** By XMLHttpRequest, for `fetch` does not tell how much of a body has left. */
function send(
  forwarded: ForwardedRequest,
  body: Blob,
  signal: AbortSignal,
  onProgress: (sent: number, expected: number) => void,
): Promise<XMLHttpRequest> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest()
    sending.open('POST', forwardingPath)
    sending.setRequestHeader(forwardingHeader, toHeader(forwarded))
    sending.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total)
    sending.onload = () => resolve(sending)
    sending.onerror = () => reject(connectionClosed())
    sending.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => sending.abort())
    sending.send(body)
  })
}
