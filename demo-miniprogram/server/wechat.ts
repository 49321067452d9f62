import { ApiError } from './api-error'

/** WeChat's side of a login. */
export interface WechatSession {
  openid: string
  sessionKey: string
}

export interface Wechat {
  /** Whose users it knows. */
  appId: string
  /** Asks who obtained this code. Once: a code is dead after the first question, however that went. */
  codeToSession(code: string): Promise<WechatSession>
}

export interface WechatAccess {
  appId: string
  secret: string
  /** `https://api.weixin.qq.com`, or whatever stands in for it. */
  url: string
}

/** WeChat DevTools gives this same code each time while the project has no appid of its own. */
export const devToolsCode = 'the code is a mock one'

/** Real answers have some 200 bytes. */
const maxAnswerBytes = 16 * 1024

/** The client of https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html */
export function createWechat({ appId, secret, url }: WechatAccess, timeout = 5000): Wechat {
  return {
    appId,
    async codeToSession(code) {
      const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' })
      // '%20' is a space to every reader of a query, '+' only to some.
      const question = `${url}/sns/jscode2session?${query.toString().replaceAll('+', '%20')}`
      return readSession(await ask(question, AbortSignal.timeout(timeout)))
    },
  }
}

async function ask(url: string, signal: AbortSignal): Promise<string> {
  try {
    // A redirect would carry the secret elsewhere.
    const answer = await fetch(url, { signal, redirect: 'error' })
    if (answer.status !== 200) {
      await answer.body?.cancel()
      throw unintelligible(`status ${answer.status}`)
    }
    // TextDecoder drops a byte order mark. The content type is not asked: WeChat says text/plain.
    const decoder = new TextDecoder()
    let text = ''
    let bytes = 0
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > maxAnswerBytes) throw unintelligible(`more than ${maxAnswerBytes} bytes`)
      text += decoder.decode(chunk, { stream: true })
    }
    return text
  } catch (error) {
    if (error instanceof ApiError) throw error
    if (signal.aborted) throw new ApiError(504, 'wechat_timeout', 'WeChat did not answer in time; log in again.')
    throw new ApiError(502, 'wechat_unreachable', 'WeChat could not be reached; log in again in a moment.')
  }
}

function readSession(text: string): WechatSession {
  let answer: { openid?: unknown; session_key?: unknown; errcode?: unknown } | null
  try {
    answer = JSON.parse(text)
  } catch {
    throw unintelligible('no JSON')
  }
  // errcode is absent or 0 when all went well.
  if (typeof answer?.errcode === 'number' && answer.errcode !== 0) throw refusal(answer.errcode)
  const openid = answer?.openid
  const sessionKey = answer?.session_key
  if (typeof openid !== 'string' || !openid) throw unintelligible('no openid')
  if (typeof sessionKey !== 'string' || !sessionKey) throw unintelligible('no session_key')
  return { openid, sessionKey }
}

function unintelligible(what: string, options: { errcode?: number } = {}): ApiError {
  const note = `wechat_unintelligible: ${what}`
  const message = 'WeChat gave no usable answer; log in again in a moment.'
  return new ApiError(502, 'wechat_unintelligible', message, { note, ...options })
}

/** Of WeChat's words nothing is passed on but the errcode, and that only to the log. */
function refusal(errcode: number): ApiError {
  const note = (meaning: string) => ({ errcode, note: `errcode ${errcode}: ${meaning}` })
  switch (errcode) {
    case -1:
      return new ApiError(503, 'wechat_busy', 'WeChat is busy; log in again in a moment.', note('system busy'))
    case 40029:
      return codeRefused(note('code unknown, expired or of another appid'))
    case 40163:
      return codeRefused(note('code used before'))
    case 40226:
      return new ApiError(403, 'login_blocked', 'WeChat blocked this login.', note('user blocked'))
    case 45011:
      return new ApiError(429, 'too_many_logins', 'WeChat allows no more logins for now; wait a minute.', {
        ...note('quota of this minute used up'),
        retryAfter: 60,
      })
    case 40013:
    case 40125:
    case 41002:
      return new ApiError(
        500,
        'internal_error',
        'Something went wrong here.',
        note('check WECHAT_APPID and WECHAT_SECRET'),
      )
    default:
      return unintelligible(`errcode ${errcode}`, { errcode })
  }
}

export function codeRefused(options: { note: string; errcode?: number }): ApiError {
  return new ApiError(
    401,
    'code_refused',
    'This code is unknown, expired or used; get a new one from wx.login.',
    options,
  )
}
