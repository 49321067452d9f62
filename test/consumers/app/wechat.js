import { AuthError, createAuth } from 'miniprogram-login'

const auth = createAuth({ baseUrl: 'https://api.test', exchange: '/login' })

Page({
  async onLoad() {
    const { data } = await auth.request({ url: '/me' })
    auth.logout()
    const error = await auth.ensureLogin().catch((error) => error)
    this.setData({ shown: [data.path, error instanceof AuthError && error.code].join(' ') })
  },
})
