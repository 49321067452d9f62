const { AuthError } = require('miniprogram-login')
const auth = require('../../auth')

Page({
  data: { answer: '', failure: '' },

  onLoad() {
    return this.ask()
  },

  async ask() {
    try {
      const { data } = await auth.request({ url: '/me' })
      this.setData({ answer: data.path })
    } catch (error) {
      this.setData({ failure: error instanceof AuthError ? error.code : String(error) })
    }
  },

  leave() {
    auth.logout()
    return this.ask()
  },
})
