import type { KeptFile } from '../kept-files'
import type { NewLogin } from '../login-states'

/** The login of a user of its own. */
export function login(number: number): NewLogin {
  const openid = `openid-${number}`
  return { openid, sessionKey: `session-key-${number}`, userId: 'user', loginAt: 0, number }
}

export const fileOf = (content: Buffer): KeptFile => ({ owner: 'anna', name: '照片\n.png', type: 'image/png', content })
