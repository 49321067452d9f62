export { createAuth } from './create-auth'
export { AuthError, type AuthErrorCode } from './errors'
export type * from './types'
