import { AuthError } from 'miniprogram-login'
import { auth } from '../../auth'
import { noCosts, takeCosts } from '../../costs'
import { answers, labels, sayFailure } from '../../words'

/** Does something and says what came of it. */
type Action = () => Promise<string>

/** Any status resolves, as in `wx.request`: what to make of it is the page's business. */
function expectSuccess(statusCode: number): void {
  if (statusCode >= 300) throw new Error(answers.unexpected(statusCode))
}

async function whoAmI(): Promise<string> {
  const { statusCode, data } = await auth.request<{ userId: string }>({ url: '/me' })
  expectSuccess(statusCode)
  return data.userId
}

async function logIn(): Promise<string> {
  await auth.login()
  return answers.loggedIn
}

/** With login(), which an action leaves to the package: who taps "try again" does not want to wait for the cooldown. */
async function logInAndDo(action: Action): Promise<string> {
  if (!auth.state) await auth.login()
  return action()
}

Page({
  data: {
    labels,
    user: '',
    loggedIn: false,
    title: '',
    status: '',
    failed: false,
    canRetry: false,
    busy: true,
    costs: noCosts,
  },

  /** What to do when asked to try again. */
  again: logIn as Action,

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
      const { statusCode } = await auth.request({ url: '/revoke', method: 'POST', login: 'none' })
      expectSuccess(statusCode)
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

  logIn() {
    return this.run(labels.logIn, logIn, logIn)
  },

  retry() {
    return this.run(this.data.title, this.again, this.again)
  },

  async run(title: string, action: Action, again: Action = () => logInAndDo(action)) {
    this.setData({ title, status: labels.working, busy: true, failed: false, canRetry: false })
    let status: string
    let failure: unknown
    try {
      status = await action()
    } catch (error) {
      failure = error
      status = sayFailure(error)
    }
    this.again = again
    this.setData({
      status,
      failed: failure !== undefined,
      canRetry: failure !== undefined && !(failure instanceof AuthError && failure.code === 'LOGGED_OUT'),
      busy: false,
      user: auth.state ? auth.state.userId : labels.nobody,
      loggedIn: auth.state !== undefined,
      costs: takeCosts(),
    })
  },
})
