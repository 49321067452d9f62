import type { Platform } from '../../src'

type Api = 'request' | 'uploadFile' | 'downloadFile'

/** In what a platform of the shape of `wx` is not quite like it. */
interface Differences {
  /** The methods that its tasks have, all of them. */
  tasks: Record<Api, string[]>
  /** What `fail` gets, where `wx` says `errMsg` and `errno`. */
  errorOf?(said: { errMsg: string; errno?: number }): object
  /** What `success` gets in the place of what `wx` gives. */
  answerOf?(api: Api, answer: any): object
}

type LikeWx = Required<Omit<Platform, 'getEnterOptionsSync' | 'getApiCategory'>>

/** A platform on the phone of a world: the same network, storage and clock, told of in other words. */
export function likeWx(
  wx: Required<Platform>,
  { tasks, errorOf = (said) => said, answerOf = (_api, answer) => answer }: Differences,
): LikeWx {
  const call = (api: Api) => (options: any) => {
    const task: any = wx[api]({
      ...options,
      success: (answer: object) => options.success?.(answerOf(api, answer)),
      fail: (said: { errMsg: string }) => options.fail?.(errorOf(said)),
    })
    return Object.fromEntries(tasks[api].map((method) => [method, task[method]]))
  }
  const ask = (method: 'login' | 'checkSession') => (options: any) =>
    wx[method]({ ...options, fail: (said) => options.fail?.(errorOf(said)) })
  return {
    login: ask('login'),
    checkSession: ask('checkSession'),
    request: call('request'),
    uploadFile: call('uploadFile'),
    downloadFile: call('downloadFile'),
    getStorageSync: wx.getStorageSync,
    setStorageSync: wx.setStorageSync,
    removeStorageSync: wx.removeStorageSync,
  }
}
