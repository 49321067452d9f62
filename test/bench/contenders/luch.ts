import Request from 'luch-request'
import { keepToken, keptToken, wxLogin } from './log-in'

const http = new Request({ baseURL: 'https://api.test' })
let token = keptToken()
let pending: Promise<void> | undefined

async function exchange(): Promise<void> {
  const { data } = await http.post('/login', { code: await wxLogin() }, { custom: { login: 'none' } })
  token = data.token
  keepToken(token)
}

function logIn(): Promise<void> {
  pending ??= exchange().finally(() => {
    pending = undefined
  })
  return pending
}

// https://www.quanzhan.co/luch-request/, interceptors: each may wait.
http.interceptors.request.use(async (config: any) => {
  if (config.custom.login === 'none') return config
  if (!token) await logIn()
  config.header.Authorization = `Bearer ${token}`
  return config
})
http.interceptors.response.use(undefined, async (response: any) => {
  const { config, statusCode } = response
  if (statusCode !== 401 || config.custom.isReplay) throw response
  await logIn()
  return http.request({ ...config, custom: { isReplay: true } })
})

export const get = (path: string): Promise<unknown> => http.get(path)
