import { createAuth } from 'miniprogram-login'

const auth = createAuth({ baseUrl: 'https://api.test', exchange: '/login' })

export const get = (path: string): Promise<unknown> => auth.request({ url: path })
