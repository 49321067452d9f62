/** The slice of `wx` that is used. Whatever calls back like it will do. */
export interface Platform {
  login?(options: PlatformCallbacks<{ code: string }>): unknown
  checkSession?(options: PlatformCallbacks): unknown
  request(options: any): unknown
  uploadFile?(options: any): unknown
  downloadFile?(options: any): unknown
  getStorageSync(key: string): any
  setStorageSync(key: string, data: any): unknown
  removeStorageSync(key: string): unknown
  getEnterOptionsSync?(): { scene: number }
  getApiCategory?(): string
}

interface PlatformCallbacks<Result = unknown> {
  success(result: Result): void
  fail(error: { errMsg: string; errno?: number }): void
}

/** The methods of the platform that call back. */
type Method = 'login' | 'checkSession' | 'request' | 'uploadFile' | 'downloadFile'

/**
 * Calls a method of the platform, which then answers exactly once, whatever it does. Takes over `options`, and returns
 * the platform's task, if there is one, unless it has answered already.
 */
export const callPlatform = (
  core: { platform: Platform },
  method: Method,
  options: Record<string, unknown>,
  settle: ((answer: any, failed?: boolean) => void) | undefined,
): any => {
  const once = (answer: unknown, failed?: boolean): void => {
    const tell = settle
    settle = undefined
    if (tell) tell(answer || {}, failed)
  }
  options.success = (result: unknown) => once(result)
  options.fail = (said: unknown) => once(said, true)
  try {
    const task = (core.platform[method] as (options: object) => any)(options)
    // Taro and uni-app return a promise besides calling back: its rejection has been told already.
    if (task && typeof task.then === 'function') task.then(undefined, () => {})
    if (settle) return task
  } catch (error) {
    once(error, true)
  }
}

/**
 * Moments' single-page mode has no login: scene 1154, or `browseOnly` among the API categories. No base library that has
 * the mode (2.11.3) is without `getEnterOptionsSync` (2.9.4).
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/share-timeline.html
 */
export const canLogin = (platform: any): boolean => {
  let scene: unknown
  let category: unknown
  // A platform that cannot tell is not a reason to refuse the login.
  try {
    scene = platform.getEnterOptionsSync().scene
  } catch {}
  try {
    category = platform.getApiCategory()
  } catch {}
  return platform.login && scene !== 1154 && category !== 'browseOnly'
}
