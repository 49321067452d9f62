import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { OpenData, SealedData } from './open-data'

/** What wx.getUserInfo gives with `withCredentials`. */
export interface UserInfoAnswer extends SealedData {
  userInfo: typeof userInfo
}

/** The same of everybody, as WeChat has it since November 2022: names and pictures are what users type and choose. */
const userInfo = { nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '' }

export function userInfoOf(openId: string, appid: string, sessionKey: string): UserInfoAnswer {
  const timestamp = Math.floor(Date.now() / 1000)
  return { userInfo, ...seal(userInfo, { openId, ...userInfo, watermark: { timestamp, appid } }, sessionKey) }
}

/** Signs and encrypts as WeChat does. */
export function seal(shown: object, hidden: OpenData, sessionKey: string): SealedData {
  const rawData = JSON.stringify(shown)
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), iv)
  return {
    rawData,
    signature: createHash('sha1').update(rawData).update(sessionKey).digest('hex'),
    encryptedData: cipher.update(JSON.stringify(hidden), 'utf8', 'base64') + cipher.final('base64'),
    iv: iv.toString('base64'),
  }
}
