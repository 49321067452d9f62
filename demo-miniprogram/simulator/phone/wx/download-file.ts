import { saveFile, temporaryPath } from '../local-files'
import { forward } from './forward'
import { outgoing } from './request-options'
import { startTask, type Task, type TaskOptions } from './task'

interface DownloadOptions extends TaskOptions {
  url: string
  header?: Record<string, string>
  filePath?: string
}

/** What platforms say where the server does not. */
const unknownLength = -1

/** wx.downloadFile: whatever the server answers becomes a file, with every status. */
export function downloadFile({ url, header = {}, filePath, ...options }: DownloadOptions): Task {
  return startTask('downloadFile', options, ['HeadersReceived', 'ProgressUpdate'], async ({ signal, tell }) => {
    const { head, read } = await forward(outgoing({ url, header }), signal)
    tell('HeadersReceived', { header: head.header })
    const expected = lengthOf(head.header)
    let written = 0
    const content = await read(({ byteLength }) => {
      written += byteLength
      tell('ProgressUpdate', {
        progress: expected > 0 ? Math.floor((100 * written) / expected) : 0,
        totalBytesWritten: written,
        totalBytesExpectedToWrite: expected,
      })
    })
    const path = filePath ?? temporaryPath(/\.\w+$/.exec(new URL(url).pathname)?.[0])
    saveFile(path, new Blob([content], { type: head.header['content-type'] ?? '' }))
    return { statusCode: head.statusCode, [filePath ? 'filePath' : 'tempFilePath']: path }
  })
}

function lengthOf(header: Record<string, string>): number {
  // Of what is compressed, the header tells another length than that of the file.
  return header['content-encoding'] ? unknownLength : Number(header['content-length'] ?? unknownLength)
}
