import { createAlova } from 'alova'
import { createServerTokenAuthentication } from 'alova/client'
import { keepToken, keptToken, wxLogin } from './log-in'

// https://alova.js.org/tutorial/client/strategy/token-authentication
const { onAuthRequired, onResponseRefreshToken } = createServerTokenAuthentication({
  refreshTokenOnSuccess: {
    isExpired: ({ statusCode }: any) => statusCode === 401,
    async handler() {
      const exchange = alova.Post('/login', { code: await wxLogin() })
      exchange.meta = { authRole: 'refreshToken' }
      const { statusCode, data } = await exchange
      if (statusCode !== 200) throw new Error('The server refused the code')
      keepToken(data.token)
    },
  },
  assignToken(method: any) {
    method.config.headers.Authorization = `Bearer ${keptToken()}`
  },
})

// https://alova.js.org/tutorial/advanced/custom/http-adapter
function wxAdapter({ url, type: method, headers: header, data }: any) {
  let task: WechatMiniprogram.RequestTask
  const response = new Promise<any>((success, fail) => {
    task = wx.request({ url, method, header, data, success, fail })
  })
  return {
    response: () => response,
    headers: async () => (await response).header,
    abort: () => task.abort(),
  }
}

const alova = createAlova({
  baseURL: 'https://api.test',
  requestAdapter: wxAdapter,
  beforeRequest: onAuthRequired(),
  responded: onResponseRefreshToken(),
  // Nobody else keeps answers either.
  cacheFor: null,
})

export const get = (path: string): Promise<unknown> => alova.Get(path).send()
