import type { LaunchOptions } from '../launch-options'
import { askWechat } from './ask-wechat'
import { asyncApi, WxError } from './callbacks'

/** The code and the life of the session_key that the stand-in of WeChat gives it. */
export function createLogin({ apiCategory }: LaunchOptions) {
  return {
    login: asyncApi('login', async () => {
      if (apiCategory === 'browseOnly') throw new WxError('no login in single page mode', 102)
      const { code } = await askWechat<{ code: string }>('/wx/login')
      return { code }
    }),
    checkSession: asyncApi('checkSession', async () => {
      const { valid } = await askWechat<{ valid: boolean }>('/wx/check-session')
      if (!valid) throw new WxError('session time out, need relogin')
      return {}
    }),
  }
}
