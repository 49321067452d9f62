import { AuthError, createAuth } from 'miniprogram-login'
import { createFakeServer } from '../../helpers/fake-server'
import { createFakeWx } from '../../helpers/fake-wx'

/** In Node there is neither a phone nor a test: this file brings its own phone, and prints what became of it. */
async function main(): Promise<void> {
  const server = createFakeServer()
  const { wx, count } = createFakeWx(server.answer)
  const auth = createAuth({ baseUrl: server.baseUrl, exchange: '/login', platform: wx })
  const { data } = await auth.request<{ path: string }>({ url: '/me' })
  auth.logout()
  const error = await auth.ensureLogin().catch((error) => error)
  const { path } = data
  console.log(
    JSON.stringify({ path, code: error.code, isAuthError: error instanceof AuthError, logins: count('login') }),
  )
}

main()
