import type { FastifyInstance } from 'fastify'
import { ApiError } from '../api-error'
import type { LoginStates } from '../login-states'
import { decrypt, isSigned, type SealedData } from '../open-data'

interface Options {
  appId: string
  loginStates: LoginStates
}

/** Milliseconds after which WeChat's data is refused, so that nobody sends it again much later. */
const maxAge = 5 * 60_000

const body = {
  type: 'object',
  required: ['rawData', 'signature', 'encryptedData', 'iv'],
  properties: {
    rawData: { type: 'string' },
    signature: { type: 'string', pattern: '^[0-9a-f]{40}$' },
    // Blocks of 16 bytes: three of them are 64 characters, one is 22, two are 43.
    encryptedData: {
      type: 'string',
      minLength: 24,
      pattern: '^([A-Za-z0-9+/]{64})*([A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{43}=)?$',
    },
    iv: { type: 'string', pattern: '^[A-Za-z0-9+/]{22}==$' },
  },
}

/** Checks and decrypts what WeChat encrypted for the mini-program, with the session_key that never left the server. */
export async function openDataRoute(api: FastifyInstance, { appId, loginStates }: Options): Promise<void> {
  api.post<{ Body: SealedData }>(
    '/open-data',
    {
      schema: { body },
      schemaErrorFormatter: () =>
        new ApiError(
          400,
          'invalid_open_data',
          'rawData, signature, encryptedData and iv must be as wx.getUserInfo gave them.',
        ),
    },
    async ({ login, body }) => {
      const sessionKey = await loginStates.sessionKey(login.openid)
      const opened = sessionKey && isSigned(body, sessionKey) && decrypt(body, sessionKey)
      if (!opened) {
        throw new ApiError(
          409,
          'session_key_mismatch',
          'The data was not encrypted under the session_key of the latest login; log in, then get the data anew.',
        )
      }
      // Who somebody is to WeChat stays here.
      const { openId, unionId, watermark, ...data } = opened
      if (watermark?.appid !== appId) {
        throw new ApiError(400, 'open_data_of_another_app', 'The data is of another mini-program.')
      }
      const age = Date.now() - Number(watermark.timestamp) * 1000
      // Written so that an age that is no number is refused, too.
      if (!(age <= maxAge)) {
        throw new ApiError(400, 'open_data_expired', 'The data is more than five minutes old; get it anew.')
      }
      return { data }
    },
  )
}
