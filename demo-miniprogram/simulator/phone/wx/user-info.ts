import { askWechat } from './ask-wechat'
import { asyncApi, WxError } from './callbacks'

/** Of everybody the same, as WeChat has it since November 2022. */
const anonymous = { nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '' }

export const userInfo = {
  getUserInfo: asyncApi('getUserInfo', async ({ withCredentials }: { withCredentials?: boolean }) => {
    if (!withCredentials) return { userInfo: anonymous, rawData: JSON.stringify(anonymous) }
    const { data } = await askWechat<{ data?: object }>('/wx/user-info')
    if (!data) throw new WxError('no session_key is alive to encrypt under; call wx.login first')
    return data
  }),
}
