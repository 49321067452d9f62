import type { LaunchOptions } from '../launch-options'
import { asyncApi, WxError } from './callbacks'

/** Codes and the life of the session_key come from the stand-in of WeChat, by way of the simulator's server. */
export function createLogin({ apiCategory }: LaunchOptions) {
  return {
    login: asyncApi('login', async () => {
      if (apiCategory === 'browseOnly') throw new WxError('no login in single page mode', 102)
      const { code } = await ask<{ code: string }>('/wx/login')
      return { code }
    }),
    checkSession: asyncApi('checkSession', async () => {
      const { valid } = await ask<{ valid: boolean }>('/wx/check-session')
      if (!valid) throw new WxError('session time out, need relogin')
      return {}
    }),
  }
}

async function ask<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { method: 'POST' }).catch(() => {
    throw new WxError('network error', 108)
  })
  const answer = await response.json()
  if (!response.ok) throw new WxError(answer.message, 108)
  return answer
}
