import { AuthError } from 'miniprogram-login'
import { en } from './words/en'
import { zh } from './words/zh'

const words = wx.getAppBaseInfo().language?.startsWith('zh') ? zh : en

export const { labels, answers, openDataFields, sequence } = words

/** A failure in words that a visitor understands. */
export function sayFailure(error: unknown): string {
  const { failures, wechatSays } = words
  if (error instanceof AuthError) {
    // Without a status, no answer has come at all.
    const unanswered = error.code === 'EXCHANGE_FAILED' && error.statusCode === undefined
    return failures[unanswered ? 'REQUEST_FAILED' : error.code]
  }
  if (error instanceof Error) return error.message
  // What wx fails with is no Error.
  return wechatSays((error as WechatMiniprogram.GeneralCallbackResult).errMsg)
}
