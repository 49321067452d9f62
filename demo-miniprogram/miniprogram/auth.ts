import type { LoginState, Platform } from 'miniprogram-login'
import { createAuth } from 'miniprogram-login'
import { costs } from './costs'

/** What our server adds to the login state. */
interface DemoState extends LoginState {
  userId: string
}

const baseUrl: string = wx.getExtConfigSync?.().apiBaseUrl || 'http://127.0.0.1:8787'
const exchange = '/login'

/** `wx`, counting: whatever has its shape can take its place. */
const platform: Platform = Object.create(wx, {
  login: {
    value(options: WechatMiniprogram.LoginOption) {
      costs.logins++
      return wx.login(options)
    },
  },
  request: {
    value(options: WechatMiniprogram.RequestOption) {
      if (options.url === baseUrl + exchange) costs.exchanges++
      else costs.requests++
      return wx.request(options)
    },
  },
  uploadFile: {
    value(options: WechatMiniprogram.UploadFileOption) {
      costs.requests++
      return wx.uploadFile(options)
    },
  },
  downloadFile: {
    value(options: WechatMiniprogram.DownloadFileOption) {
      costs.requests++
      return wx.downloadFile(options)
    },
  },
})

/** The one Auth of this app: every page imports it. */
export const auth = createAuth<DemoState>({ baseUrl, exchange, platform })
