import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

/**
 * What wx.getUserInfo gives a mini-program to hand on: signed and encrypted under the session_key, which WeChat and the
 * server share. https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 */
export interface SealedData {
  rawData: string
  /** Hexadecimal. */
  signature: string
  /** Base64, as is `iv`. */
  encryptedData: string
  iv: string
}

/** What is inside. */
export interface OpenData {
  openId?: unknown
  unionId?: unknown
  /** When it was made, in seconds, and for which mini-program. */
  watermark?: { timestamp?: unknown; appid?: unknown }
  [field: string]: unknown
}

/** Was this `rawData` signed under this session_key? */
export function isSigned({ rawData, signature }: Pick<SealedData, 'rawData' | 'signature'>, sessionKey: string) {
  const expected = createHash('sha1').update(rawData).update(sessionKey).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Undefined where it was encrypted under another session_key. */
export function decrypt(
  { encryptedData, iv }: Pick<SealedData, 'encryptedData' | 'iv'>,
  sessionKey: string,
): OpenData | undefined {
  try {
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'))
    const opened = JSON.parse(decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8'))
    // The iv is the client's to choose, and with it what a single block decrypts to: `null`, for one.
    return typeof opened === 'object' && opened !== null ? opened : undefined
  } catch {
    return undefined
  }
}
