import type { Auth, DownloadTask, RequestTask, UploadTask } from '../../src'

export type Api = 'request' | 'uploadFile' | 'downloadFile'

/** The calls of `wx` that an Auth makes under its login state. */
export const apis: Api[] = ['request', 'uploadFile', 'downloadFile']

/** Makes such a call, to `/a` unless told otherwise. */
export function callOf(auth: Auth, api: Api, options: object = {}): RequestTask & UploadTask & DownloadTask {
  const file = api === 'uploadFile' ? { filePath: 'wxfile://photo', name: 'photo' } : {}
  return (auth as any)[api]({ url: '/a', ...file, ...options })
}

/** Every call that waits for a login and is rejected by a 401, by its name. Each asks for `/a`. */
export const requiredCalls: [string, (auth: Auth) => Promise<any>][] = [
  ['request()', (auth) => auth.request({ url: '/a' })],
  ['uploadFile()', (auth) => auth.uploadFile({ url: '/a', filePath: 'wxfile://a', name: 'a' })],
  ['downloadFile()', (auth) => auth.downloadFile({ url: '/a' })],
  [
    'withLogin()',
    (auth) =>
      auth.withLogin(async ({ header, rejected }) => {
        const response = await auth.request({ url: '/a', header, login: 'none' })
        return response.statusCode === 401 ? rejected() : response
      }),
  ],
]
