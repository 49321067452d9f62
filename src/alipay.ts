import type { Platform } from './platform'

/** The slice of Alipay's `my` that is used. */
export interface Alipay {
  getAuthCode(options: any): unknown
  request(options: any): unknown
  uploadFile(options: any): unknown
  downloadFile(options: any): unknown
  getStorageSync(options: { key: string }): any
  setStorageSync(options: { key: string; data: any }): any
  removeStorageSync(options: { key: string }): any
}

/**
 * Makes Alipay's `my` a platform. Calls nothing of it yet.
 * @example createAuth({ baseUrl, exchange, platform: alipay(my) })
 */
export const alipay = (my: Alipay): Platform => {
  const call = (api: 'request' | 'uploadFile' | 'downloadFile', options: any): unknown => {
    const { success, fail } = options
    options.success = (told: object) => success(answerOf(api, Object.assign({ status: 200 }, told)))
    options.fail = (told: object) => {
      const answer = answerOf(api, Object.assign({}, told))
      // Whatever is not 2xx is a failure to `my`. A number below 100 is none of HTTP's, and no answer has arrived.
      if (!(answer.statusCode >= 100)) return fail(errorOf(told))
      // No document says whether its `data` has been parsed.
      if (api === 'request' && (options.dataType || 'json') === 'json') answer.data = parsed(answer.data)
      success(answer)
    }
    return taskOf(my[api](options))
  }
  return {
    login: ({ success, fail }) =>
      my.getAuthCode({
        // The only scope that asks the user nothing.
        scopes: 'auth_base',
        success: (told: any) => success({ code: told && told.authCode }),
        fail: (told: object) => fail(errorOf(told)),
      }),
    // Nothing can expire: what Alipay encrypts, it encrypts with a key of the app's, not of a session.
    // https://opendocs.alipay.com/mini/api/getphonenumber
    checkSession: ({ success }) => success({}),
    request(options) {
      // What becomes of `data` is decided by this header, in this spelling.
      const headers: any = { 'content-type': 'application/json' }
      const given = Object.assign({}, options.headers, options.header)
      for (const name of Object.keys(given)) headers[name.toLowerCase()] = given[name]
      const binary = options.responseType === 'arraybuffer' && { dataType: 'arraybuffer' }
      return call('request', Object.assign({}, options, binary, { headers }))
    },
    // Old clients know `name` as `fileName`, and the simulator refuses a file of no type.
    uploadFile: (options) => call('uploadFile', Object.assign({ fileName: options.name, fileType: 'image' }, options)),
    downloadFile: (options) => call('downloadFile', Object.assign({}, options)),
    getStorageSync(key) {
      const found = my.getStorageSync({ key })
      // Some clients have another name for it.
      return found.data || found.APDataStorage
    },
    setStorageSync: (key, data) => throwWhereFailed(my.setStorageSync({ key, data })),
    removeStorageSync: (key) => throwWhereFailed(my.removeStorageSync({ key })),
  }
}

/** An answer of a server, as `wx` tells it: with a `header` where `my` has `headers`, and so on. */
const answerOf = (api: string, told: any): any => {
  const { status, statusCode = status, headers = {}, header = headers, apFilePath, tempFilePath = apFilePath } = told
  // Once it was a string.
  const answer = Object.assign({}, told, { statusCode: Number(statusCode), header, errMsg: `${api}:ok` })
  if (tempFilePath) answer.tempFilePath = tempFilePath
  for (const name of ['status', 'headers', 'apFilePath', 'error', 'errorMessage']) delete answer[name]
  return answer
}

const parsed = (data: unknown): unknown => {
  try {
    return typeof data === 'string' ? JSON.parse(data) : data
  } catch {
    return data
  }
}

const errorOf = (told: any): any => {
  const { error: errno, errorMessage: errMsg } = told || {}
  return Object.assign({}, told, { errno, errMsg })
}

const taskOf = (task: any): unknown => {
  // Where it is a promise, its rejection is no news.
  Promise.resolve(task).then(undefined, () => {})
  return {
    abort: () => task.abort(),
    onHeadersReceived: (listener: (event: object) => void) =>
      task.onHeadersReceived(({ headers, header = headers }: any) => listener({ header })),
    onProgressUpdate: (listener: (event: object) => void) =>
      task.onProgressUpdate((event: any) => {
        const { totalBytesWritten: totalBytesSent, totalBytesExpectedToWrite: totalBytesExpectedToSend } = event
        listener(Object.assign({ totalBytesSent, totalBytesExpectedToSend }, event))
      }),
  }
}

/** Where `wx` throws, `my` returns what went wrong. */
const throwWhereFailed = (told: any): void => {
  if (told && told.error) throw Object.assign(new Error(told.errorMessage), told)
}
