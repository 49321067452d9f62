import { AuthError } from 'miniprogram-login'

const zh = {
  labels: {
    title: '登录演示',
    secondTitle: '第二个页面',
    whoIsLoggedIn: '当前用户',
    nobody: '未登录',
    opening: '打开页面',
    askMe: '查询“我是谁”',
    askMany: '同时发 20 个请求',
    forgetAndAsk: '让服务器忘记我，再查询',
    twoPages: '退出后，两个页面同时等待登录',
    logOut: '退出登录',
    logIn: '登录',
    tryAgain: '重试',
    working: '请稍候…',
    costs: '这一步的开销',
    logins: 'wx.login',
    exchanges: '换取登录态',
    requests: '业务请求',
  },
  answers: {
    loggedIn: '已登录',
    loggedOut: '已退出，重新打开也不会自动登录',
    loggedOutHere: '本机已退出，但服务器没有收到通知',
    serverSays: (userId: string) => `服务器认得你：${userId}`,
    allAnswered: (count: number) => `${count} 个请求都得到了回答`,
    sameLogin: '这个页面与前一个页面等待的是同一次登录',
    unexpected: (statusCode: number) => `服务器没能回答（状态码 ${statusCode}），请稍后重试`,
  },
  failures: {
    LOGIN_FAILED: '微信登录失败，请检查网络后重试',
    LOGIN_UNAVAILABLE: '当前场景不能登录，请打开完整的小程序',
    EXCHANGE_FAILED: '服务器没有接受这次登录，请稍后重试',
    TIMEOUT: '登录超时，请检查网络后重试',
    REJECTED: '刚登录过，服务器仍不认这个登录态',
    REQUEST_FAILED: '连不上服务器。请在项目目录运行 npm run demo，然后重试',
    ABORTED: '请求已取消',
    LOGGED_OUT: '你已退出登录，请先点“登录”',
  },
}

const en: typeof zh = {
  labels: {
    title: 'Login demo',
    secondTitle: 'The second page',
    whoIsLoggedIn: 'Logged in as',
    nobody: 'nobody',
    opening: 'Opening the page',
    askMe: 'Ask who I am',
    askMany: 'Send 20 requests at once',
    forgetAndAsk: 'Let the server forget me, then ask',
    twoPages: 'Log out, then log in from two pages',
    logOut: 'Log out',
    logIn: 'Log in',
    tryAgain: 'Try again',
    working: 'One moment…',
    costs: 'What it cost',
    logins: 'wx.login',
    exchanges: 'exchanges',
    requests: 'requests',
  },
  answers: {
    loggedIn: 'You are logged in',
    loggedOut: 'You are logged out, and stay so after a restart',
    loggedOutHere: 'You are logged out here, but the server could not be told',
    serverSays: (userId) => `The server knows you: ${userId}`,
    allAnswered: (count) => `All ${count} requests were answered`,
    sameLogin: 'This page awaited the same login as the one before it',
    unexpected: (statusCode) => `The server could not answer (status ${statusCode}); please try again later`,
  },
  failures: {
    LOGIN_FAILED: 'WeChat could not log you in; check the network and try again',
    LOGIN_UNAVAILABLE: 'There is no login here; please open the full mini-program',
    EXCHANGE_FAILED: 'The server did not accept the login; please try again later',
    TIMEOUT: 'The login took too long; check the network and try again',
    REJECTED: 'The server refuses a login state that it has only just issued',
    REQUEST_FAILED: 'The server cannot be reached. Run npm run demo in the project, then try again',
    ABORTED: 'The request was cancelled',
    LOGGED_OUT: 'You are logged out; tap “Log in” first',
  },
}

export const { labels, answers, failures } = wx.getAppBaseInfo().language?.startsWith('zh') ? zh : en

/** A failure in words that a visitor understands. */
export function sayFailure(error: unknown): string {
  if (!(error instanceof AuthError)) return String(error instanceof Error ? error.message : error)
  // Without a status, no answer has come at all.
  if (error.code === 'EXCHANGE_FAILED' && error.statusCode === undefined) return failures.REQUEST_FAILED
  return failures[error.code]
}
