import { auth } from '../../auth'
import { answers, labels, sayFailure } from '../../words'

Page({
  data: { labels, user: '', status: labels.working },

  async onLoad() {
    wx.setNavigationBarTitle({ title: labels.secondTitle })
    try {
      const { userId } = await auth.ensureLogin()
      this.setData({ user: userId, status: answers.sameLogin })
    } catch (error) {
      this.setData({ user: labels.nobody, status: sayFailure(error) })
    }
  },
})
