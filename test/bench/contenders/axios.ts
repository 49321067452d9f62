import axios, { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios'
import { createAuthRefresh } from 'axios-auth-refresh'
import { keepToken, keptToken, wxLogin } from './log-in'

// https://axios-http.com/docs/req_config, `adapter`. Those on npm reach into files that axios 1 no longer has.
const adapter = (config: InternalAxiosRequestConfig): Promise<AxiosResponse> =>
  new Promise((resolve, reject) => {
    wx.request({
      url: axios.getUri(config),
      method: config.method?.toUpperCase() as 'GET',
      header: config.headers.toJSON(),
      data: config.data,
      success({ statusCode: status, data, header: headers }) {
        const response = { status, statusText: '', data, headers: headers as any, config }
        if (config.validateStatus?.(status)) resolve(response)
        else reject(new AxiosError(`Status ${status}`, AxiosError.ERR_BAD_REQUEST, config, {}, response))
      },
      fail: ({ errMsg }) => reject(new AxiosError(errMsg, AxiosError.ERR_NETWORK, config)),
    })
  })

const http = axios.create({ baseURL: 'https://api.test', adapter })

http.interceptors.request.use((config) => {
  config.headers.Authorization = `Bearer ${keptToken()}`
  return config
})

// https://github.com/Flyrell/axios-auth-refresh#readme
createAuthRefresh(http, async () => {
  const { data } = await axios.post('https://api.test/login', { code: await wxLogin() }, { adapter })
  keepToken(data.token)
})

export const get = (path: string): Promise<unknown> => http.get(path)
