import type { FakeWx } from '../helpers/fake-wx'
import { likeWx } from './like-wx'

/**
 * Baidu's `swan`: its `getLoginCode` is what `wx.login` is, and errors have an `errCode`.
 * https://smartprogram.baidu.com/docs/develop/api/open/log_swan-login/ and, of requests,
 * https://w3cschool.cn/baiduapp/baiduapp-rsyw2t1i.html. That the one took the place of the other is told at
 * https://bookstack.cn/read/smartprogram-20210306/f04eae42766b5241.md and done in @tarojs/plugin-platform-swan 4.2.0.
 */
export function createSwan({ wx }: FakeWx) {
  const { login, ...swan } = likeWx(wx, {
    tasks: {
      request: ['abort'],
      uploadFile: ['abort', 'onProgressUpdate'],
      downloadFile: ['abort', 'onProgressUpdate'],
    },
    errorOf: ({ errMsg, errno }) => ({ errMsg, errCode: errno }),
  })
  return { ...swan, getLoginCode: login }
}
