import { auth } from './auth'

App({
  onLaunch() {
    // Starts the login before the first page is there; that page awaits the same one, and says so if it fails.
    auth.ensureLogin().catch(() => {})
  },
})
