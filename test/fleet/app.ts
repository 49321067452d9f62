import type { Auth } from '../../src'

/** One app of the fleet, as its user sees it. */
export interface App {
  /** A page asks the API for something, logging in where that is needed; `end` hears whether it got it. */
  ask(end: (well: boolean) => void): void
  /** Of the login state that it has now. */
  readonly token: string | undefined
}

/** An app that uses the package. */
export const createPackageApp = (auth: Auth): App => ({
  ask(end) {
    const success = ({ statusCode }: { statusCode: number }) => end(statusCode === 200)
    auth.request({ url: '/me', success, fail: () => end(false) })
  },
  get token() {
    return auth.state?.token
  },
})
