import type { Auth, DownloadTask, RequestTask, UploadTask } from '../../src'

export type Api = 'request' | 'uploadFile' | 'downloadFile'

/** The calls of `wx` that an Auth makes under its login state. */
export const apis: Api[] = ['request', 'uploadFile', 'downloadFile']

/** Makes such a call, to `/a` unless told otherwise. */
export function callOf(auth: Auth, api: Api, options: object = {}): RequestTask & UploadTask & DownloadTask {
  const file = api === 'uploadFile' ? { filePath: 'wxfile://photo', name: 'photo' } : {}
  return (auth as any)[api]({ url: '/a', ...file, ...options })
}
