import { auth } from '../../auth'
import { acting, logIn, noOutcome } from '../../outcome/outcome'
import { expectSuccess, letServerForget } from '../../server'
import { answers, labels, sequence } from '../../words'

/** The pages that show what else runs under the login state. */
const more = [
  { page: 'sequence', label: sequence.title },
  { page: 'files', label: labels.files },
  { page: 'stream', label: labels.stream },
  { page: 'open-data', label: labels.openData },
  { page: 'news', label: labels.news },
]

async function whoAmI(): Promise<string> {
  const { statusCode, data } = await auth.request<{ userId: string }>({ url: '/me' })
  expectSuccess(statusCode)
  return data.userId
}

Page({
  ...acting,

  data: { ...noOutcome, labels, more, busy: true },

  async onLoad() {
    wx.setNavigationBarTitle({ title: labels.title })
    await this.run(labels.opening, async () => {
      await auth.ensureLogin()
      return answers.loggedIn
    })
  },

  askMe() {
    return this.run(labels.askMe, async () => answers.serverSays(await whoAmI()))
  },

  askMany() {
    return this.run(labels.askMany, async () => {
      const users = await Promise.all(Array.from({ length: 20 }, whoAmI))
      return answers.allAnswered(users.length)
    })
  },

  forgetAndAsk() {
    return this.run(labels.forgetAndAsk, async () => {
      await letServerForget()
      return answers.serverSays(await whoAmI())
    })
  },

  twoPages() {
    return this.run(
      labels.twoPages,
      async () => {
        // With a login state in hand, the second page would have nothing to wait for.
        auth.logout()
        const login = auth.login()
        wx.navigateTo({ url: '/pages/me/me' })
        await login
        return answers.loggedIn
      },
      logIn,
    )
  },

  logOut() {
    return this.run(labels.logOut, async () => {
      // 'optional': nobody should be logged in just to log out. It has left before the login state is forgotten.
      const goodbye = auth.request({ url: '/logout', method: 'POST', login: 'optional' })
      auth.logout()
      return goodbye.then(
        () => answers.loggedOut,
        () => answers.loggedOutHere,
      )
    })
  },

  open({ currentTarget }: WechatMiniprogram.BaseEvent<object, { page: string }>) {
    const { page } = currentTarget.dataset
    wx.navigateTo({ url: `/pages/${page}/${page}` })
  },
})
