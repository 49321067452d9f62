import type { FakeWx } from '../helpers/fake-wx'
import { likeWx } from './like-wx'

const listening = ['onHeadersReceived', 'offHeadersReceived']
const counting = [...listening, 'onProgressUpdate', 'offProgressUpdate']

/**
 * QQ's `qq`: a `wx` without numbers of errors. https://q.qq.com/wiki/develop/miniprogram/API/open_port/port_login.html
 * and https://q.qq.com/wiki/develop/miniprogram/frame/basic_ability/basic_network.html
 */
export const createQq = ({ wx }: FakeWx) =>
  likeWx(wx, {
    tasks: {
      request: ['abort', ...listening],
      uploadFile: ['abort', ...counting],
      downloadFile: ['abort', ...counting],
    },
    errorOf: ({ errMsg }) => ({ errMsg }),
  })
