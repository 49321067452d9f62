import { createAuth } from 'miniprogram-login'
import { alipay } from 'miniprogram-login/alipay'

const auth = createAuth({ baseUrl: 'https://api.test', exchange: '/login', platform: alipay(my) })

Page({
  async onLoad() {
    const { data } = await auth.request({ url: '/me' })
    this.setData({ shown: data.path })
  },
})
