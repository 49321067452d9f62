import Fly from 'flyio/dist/npm/wx'
import { keepToken, keptToken, wxLogin } from './log-in'

const fly = new Fly()
// What is locked cannot exchange a code.
const anotherFly = new Fly()
fly.config.baseURL = anotherFly.config.baseURL = 'https://api.test'

let token = keptToken()

async function logIn(): Promise<void> {
  const { data } = await anotherFly.post('/login', { code: await wxLogin() })
  token = data.token
  keepToken(token)
}

// https://wendux.github.io/dist/#/doc/flyio/interceptor: who finds no token, or an old one, locks the interceptor until
// there is a new one.
fly.interceptors.request.use(async (request: any) => {
  if (!token) {
    fly.lock()
    await logIn().finally(() => fly.unlock())
  }
  request.headers.Authorization = `Bearer ${token}`
  return request
})
fly.interceptors.response.use(undefined, async function (this: any, error: any) {
  const { status, request } = error
  if (status !== 401 || request.isReplay) throw error
  this.lock()
  await logIn().finally(() => this.unlock())
  return fly.request({ ...request, isReplay: true })
})

export const get = (path: string): Promise<unknown> => fly.get(path)
