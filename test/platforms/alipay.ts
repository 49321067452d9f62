import type { Alipay } from '../../src/alipay'
import type { FakeWx } from '../helpers/fake-wx'

/** As `wx` says it, and as `my` does. */
const errorOf = ({ errMsg, errno }: { errMsg: string; errno?: number }) => ({ error: errno, errorMessage: errMsg })

/**
 * Alipay's `my`, by @mini-types/my 3.0.14 (types/lib.my.d.ts) and https://opendocs.alipay.com/mini/api/owycmh (request),
 * …/kmq4hc (uploadFile), …/xr054r (downloadFile), …/openapi-authorize, …/cog0du (setStorageSync). That a download tells
 * its status since 10.3.30: https://opendocs.alipay.com/mini/0759ei; what the failure of a request tells beside its
 * number: https://github.com/NervJS/taro/pull/14366
 */
export function createMy({ wx }: FakeWx): Alipay {
  const tell = ({ success, fail }: any, answerOf: (answer: any) => object) => ({
    success: (answer: object) => success?.(answerOf(answer)),
    fail: (said: { errMsg: string }) => fail?.(errorOf(said)),
  })
  return {
    getAuthCode({ scopes, success, fail }) {
      const succeed = ({ code }: { code: string }) =>
        success({ authCode: code, authSuccessScopes: [scopes], authErrorScopes: {} })
      wx.login({ success: succeed, fail: (said) => fail(errorOf(said)) })
    },
    request({ headers, success, fail, ...options }) {
      const answered = ({ statusCode: status, header, data }: any) => {
        const answer = { status, headers: header, data }
        if (status >= 200 && status < 300) success(answer)
        else fail({ ...answer, error: 19, errorMessage: 'http status error' })
      }
      const { abort, onHeadersReceived }: any = wx.request({
        ...options,
        header: headers,
        success: answered,
        fail: (said: any) => fail(errorOf(said)),
      })
      const listen = (listener: any) => onHeadersReceived(({ header }: any) => listener({ headers: header }))
      return { abort, onHeadersReceived: listen }
    },
    uploadFile({ name, fileName = name, fileType, ...options }) {
      if (!/^(image|video|audio)$/.test(fileType)) throw new TypeError('fileType')
      const answerOf = ({ statusCode, data }: any) => ({ statusCode, data, header: {} })
      const task: any = wx.uploadFile({ ...options, name: fileName, ...tell(options, answerOf) })
      const listen = (listener: any) =>
        task.onProgressUpdate(({ progress, totalBytesSent, totalBytesExpectedToSend }: any) =>
          listener({
            progress,
            totalBytesWritten: totalBytesSent,
            totalBytesExpectedToWrite: totalBytesExpectedToSend,
          }),
        )
      return { abort: task.abort, onHeadersReceived: task.onHeadersReceived, onProgressUpdate: listen }
    },
    downloadFile(options) {
      const answerOf = ({ statusCode, header, tempFilePath, filePath }: any) =>
        filePath ? { statusCode, header, filePath } : { statusCode, header, tempFilePath, apFilePath: tempFilePath }
      const { abort, onHeadersReceived, onProgressUpdate }: any = wx.downloadFile({
        ...options,
        ...tell(options, answerOf),
      })
      return { abort, onHeadersReceived, onProgressUpdate }
    },
    getStorageSync: ({ key }) => ({ data: wx.getStorageSync(key) || null }),
    setStorageSync({ key, data }) {
      try {
        wx.setStorageSync(key, data)
        return { success: true }
      } catch {
        return { success: false, error: 12, errorMessage: '存储总大小达到上限' }
      }
    },
    removeStorageSync({ key }) {
      wx.removeStorageSync(key)
      return { success: true }
    },
  }
}
