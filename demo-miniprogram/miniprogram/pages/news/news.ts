import { auth } from '../../auth'
import { acting, noOutcome } from '../../outcome/outcome'
import { expectSuccess, letServerForget } from '../../server'
import { answers, labels } from '../../words'

interface News {
  title: string
  text: string
  /** Nobody where a visitor reads. */
  reader: string | null
}

Page({
  ...acting,

  data: { ...noOutcome, labels, news: null as News | null },

  onLoad() {
    wx.setNavigationBarTitle({ title: labels.news })
    return this.read()
  },

  read() {
    const read = () => this.show()
    // Tried again as it was: nobody is logged in for this.
    return this.run(labels.readNews, read, read)
  },

  forgetAndRead() {
    const read = async () => {
      await letServerForget()
      return this.show()
    }
    return this.run(labels.forgetAndReadNews, read, read)
  },

  async show(): Promise<string> {
    this.setData({ news: null })
    const { statusCode, data } = await auth.request<News>({ url: '/news', login: 'optional' })
    expectSuccess(statusCode)
    this.setData({ news: data })
    return data.reader === null ? answers.readByVisitor : answers.readBy(data.reader)
  },
})
