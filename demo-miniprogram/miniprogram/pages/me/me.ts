import { AuthError } from 'miniprogram-login'
import { auth } from '../../auth'
import { answers, labels, sayFailure } from '../../words'

const waiting = { user: '', status: labels.working, failed: false, loggedOut: false }

Page({
  data: { labels, ...waiting },

  onLoad() {
    wx.setNavigationBarTitle({ title: labels.secondTitle })
    return this.greet(auth.ensureLogin, answers.sameLogin)
  },

  /** With login(): who taps does not want to wait for the cooldown, nor to stay logged out. */
  retry() {
    return this.greet(auth.login, answers.loggedIn)
  },

  async greet(wait: () => ReturnType<typeof auth.ensureLogin>, status: string) {
    this.setData(waiting)
    try {
      const { userId } = await wait()
      this.setData({ user: userId, status })
    } catch (error) {
      const loggedOut = error instanceof AuthError && error.code === 'LOGGED_OUT'
      this.setData({ user: labels.nobody, status: sayFailure(error), failed: !loggedOut, loggedOut })
    }
  },
})
