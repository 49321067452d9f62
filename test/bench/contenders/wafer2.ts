import qcloud from 'wafer2-client-sdk'

// https://github.com/tencentyun/wafer2-client-sdk#readme: `login` logs in before the request, whatever is cached; so it is
// set only where there is no session yet.
qcloud.setLoginUrl('https://api.test/login')

export const get = (path: string): Promise<unknown> =>
  new Promise((success, fail) => {
    qcloud.request({ login: !qcloud.Session.get(), url: `https://api.test${path}`, success, fail })
  })
