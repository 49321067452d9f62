import { auth } from './auth'
import { answers } from './words'

/** Any status resolves, as in `wx`: what to make of it is the page's business. */
export function expectSuccess(statusCode: number): void {
  if (statusCode >= 300) throw new Error(answers.unexpected(statusCode))
}

/** The server forgets everybody, as it does when it is restarted. Nobody here is told. */
export async function letServerForget(): Promise<void> {
  const { statusCode } = await auth.request({ url: '/revoke', method: 'POST', login: 'none' })
  expectSuccess(statusCode)
}
