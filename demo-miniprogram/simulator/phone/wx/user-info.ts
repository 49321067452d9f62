import { askWechat } from './ask-wechat'
import { asyncApi } from './callbacks'

/** Of everybody the same, as WeChat has it since November 2022. */
const anonymous = { nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '' }

export const userInfo = {
  getUserInfo: asyncApi('getUserInfo', async ({ withCredentials }: { withCredentials?: boolean }) =>
    // Signed and encrypted under the session_key, so that there is none of it before a login.
    withCredentials ? askWechat<object>('/wx/user-info') : { userInfo: anonymous, rawData: JSON.stringify(anonymous) },
  ),
}
