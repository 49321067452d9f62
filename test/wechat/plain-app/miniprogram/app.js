const auth = require('./auth')

App({
  onLaunch() {
    auth.ensureLogin().catch(() => {})
  },
})
