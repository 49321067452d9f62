import type { FastifyRequest } from 'fastify'
import { ApiError } from './api-error'
import type { KnownLogin, LoginStates } from './login-states'

/** Tells who asks by the login state that a request carries. */
export interface LoginCheck {
  findLogin(request: FastifyRequest): Promise<KnownLogin | undefined>
  /** Refuses the request if nobody is known by it. */
  requireLogin(request: FastifyRequest): Promise<KnownLogin>
}

export function createLoginCheck(loginStates: LoginStates): LoginCheck {
  async function findLogin(request: FastifyRequest): Promise<KnownLogin | undefined> {
    const token = tokenOf(request)
    const known = token && (await loginStates.find(token))
    if (!known) return undefined
    request.loginNumber = known.number
    return known
  }

  return {
    findLogin,
    async requireLogin(request) {
      const known = await findLogin(request)
      // One answer, whatever is wrong with the token: a guesser learns nothing.
      if (!known)
        throw new ApiError(401, 'login_state_unknown', 'The login state is missing, expired or revoked; log in again.')
      return known
    },
  }
}

/** `Authorization: Bearer` and the 43 characters of 256 bits. */
export function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1]
}
