import type { FastifyInstance } from 'fastify'
import { ApiError } from '../api-error'
import type { Login } from '../login'
import { type LoginCheck, tokenOf } from '../login-check'
import type { LoginStates } from '../login-states'

interface Options {
  login: (code: string) => Promise<Login>
  loginStates: LoginStates
  findLogin: LoginCheck['findLogin']
  maxLogins: number
}

/** What wx.login gives is not specified. Letters, digits and `-_` are seen; base64 has more, and DevTools has spaces. */
const code = { type: 'string', maxLength: 512, pattern: '^[\\w.~+/=-][\\w .~+/=-]*$' }

export async function loginRoutes(api: FastifyInstance, options: Options): Promise<void> {
  const { login, loginStates, findLogin, maxLogins } = options

  api.post<{ Body: { code: string } }>(
    '/login',
    {
      schema: { body: { type: 'object', required: ['code'], properties: { code } } },
      schemaErrorFormatter: () =>
        new ApiError(400, 'invalid_code', 'code must be a string of 1 to 512 characters, as wx.login gave it.'),
      config: { rateLimit: { max: maxLogins } },
    },
    async (request) => {
      const { number, answer } = await login(request.body.code)
      request.loginNumber = number
      return answer
    },
  )

  // 204 without a login state too: who logs out wants it to be dead, and it is.
  api.post('/logout', async (request, reply) => {
    await findLogin(request)
    const token = tokenOf(request)
    if (token) await loginStates.revoke(token)
    return reply.code(204).send()
  })
}
