import type { FakeWx } from '../helpers/fake-wx'
import { likeWx } from './like-wx'

export interface Tt extends ReturnType<typeof likeWx> {
  /** Is the user logged in at Douyin? */
  user: 'known' | 'visitor'
  /** How often a window asked the user to log in at Douyin. Each was closed. */
  windows: number
}

/**
 * Douyin's `tt`, by @douyin-microapp/typings 1.3.1: api/login.d.ts, request.d.ts, upload-file.d.ts, download-file.d.ts.
 * What a visitor meets is told of at
 * https://developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/open-interface/log-in/tt-login
 */
export function createTt({ wx }: FakeWx): Tt {
  const tasks = {
    request: ['abort'],
    uploadFile: ['abort', 'onProgressUpdate'],
    downloadFile: ['abort', 'onProgressUpdate'],
  }
  const like = likeWx(wx, {
    tasks,
    errorOf: ({ errMsg, errno }) => ({ errMsg, errNo: errno }),
    answerOf: (api, { header, cookies, ...answer }) => (api === 'request' ? { ...answer, header } : answer),
  })
  const tt: Tt = {
    ...like,
    user: 'known',
    windows: 0,
    login({ force = true, success, fail }: any) {
      const anonymousCode = 'of-the-device'
      if (tt.user === 'known') {
        const succeed = (answer: object) => success({ ...answer, anonymousCode, isLogin: true })
        return like.login({ success: succeed, fail })
      }
      if (!force) return setTimeout(() => success({ anonymousCode, isLogin: false, errMsg: 'login:ok' }))
      tt.windows++
      return setTimeout(() => fail({ errMsg: 'login:fail host login fail', errNo: 113001 }))
    },
  }
  return tt
}
