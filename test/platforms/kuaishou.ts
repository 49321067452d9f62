import type { FakeWx } from '../helpers/fake-wx'
import { likeWx } from './like-wx'

/**
 * Kuaishou's `ks`. It has no typings of its own; those of its mini-games stand in, which the same app runs:
 * https://github.com/onble/kuaishouweb-minigame-api-type (types/OpenInterface/Login, types/Interface/Internet). Of
 * errors they tell a `code` and a `msg`.
 */
export const createKs = ({ wx }: FakeWx) =>
  likeWx(wx, {
    tasks: {
      request: ['abort'],
      uploadFile: ['abort', 'onProgressUpdate', 'offProgressUpdate'],
      downloadFile: ['abort', 'onProgressUpdate', 'offProgressUpdate'],
    },
    errorOf: ({ errMsg, errno }) => ({ code: errno, msg: errMsg }),
    answerOf: (api, { header, ...answer }) => (api === 'request' ? { ...answer, header } : answer),
  })
