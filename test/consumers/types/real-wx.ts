import { createAuth, type Platform } from 'miniprogram-login'

/** The whole of `wx` is a platform, and so is a part of it. */
export const whole: Platform = wx
const { request, getStorageSync, setStorageSync, removeStorageSync } = wx
export const part: Platform = { request, getStorageSync, setStorageSync, removeStorageSync }

const auth = createAuth({ baseUrl: 'https://api.example.com', exchange: '/login', platform: wx })

/** What `wx` calls take, and what they return, goes through. */
export function passThrough(
  options: WechatMiniprogram.RequestOption,
  upload: WechatMiniprogram.UploadFileOption,
): void {
  const { url, data, method, timeout } = options
  auth.request({ url, ...(data && { data }), ...(method && { method }), ...(timeout && { timeout }) })
  const { filePath, name } = upload
  auth.uploadFile({ url, filePath, name })
  const socket: Promise<WechatMiniprogram.SocketTask> = auth.withLogin(({ header }) =>
    wx.connectSocket({ url, header }),
  )
  void socket
}
