import type { App } from './app'
import { baseUrl, type Phone } from './phone'
import type { Answer } from './server'

/** Milliseconds and attempts: as many as the package has, so that only the waits differ. */
const loginTimeout = 15_000
const attempts = 3

/**
 * What many an app does by hand: where an attempt fails it makes the next one at once, whatever `Retry-After` says, and
 * its next request logs in again, whatever just failed.
 */
export function createAppByHand({ wx }: Phone, given: string, told: { attempt(): void; login(): void }): App {
  let token: string | undefined = given

  function logIn(left: number, end: (well: boolean) => void): void {
    told.attempt()
    const again = () => (left > 1 ? logIn(left - 1, end) : end(false))
    const exchange = (code: string) =>
      wx.request({
        url: `${baseUrl}/login`,
        data: { code },
        timeout: loginTimeout,
        success({ statusCode, data }: Answer & { data: { token: string } }) {
          if (statusCode !== 200) return again()
          told.login()
          token = data.token
          end(true)
        },
        fail: again,
      })
    wx.login?.({ success: ({ code }) => exchange(code), fail: again })
  }

  function send(end: (well: boolean) => void, mayLogIn: boolean): void {
    wx.request({
      url: `${baseUrl}/me`,
      header: { Authorization: `Bearer ${token}` },
      success({ statusCode }: Answer) {
        if (statusCode !== 401 || !mayLogIn) return end(statusCode === 200)
        token = undefined
        logInAndSend(end)
      },
      fail: () => end(false),
    })
  }

  function logInAndSend(end: (well: boolean) => void): void {
    logIn(attempts, (well) => (well ? send(end, false) : end(false)))
  }

  return {
    ask: (end) => (token ? send(end, true) : logInAndSend(end)),
    get token() {
      return token
    },
  }
}
