import { WxError } from './callbacks'

/** What a phone asks WeChat goes to the stand-in, by way of the simulator's server. */
export async function askWechat<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { method: 'POST' }).catch(() => {
    throw new WxError('network error', 108)
  })
  const answer = await response.json()
  if (!response.ok) throw new WxError(answer.message, 108)
  return answer
}
