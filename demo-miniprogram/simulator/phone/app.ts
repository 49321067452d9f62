import type { LaunchOptions } from './launch-options'
import { callLifetime } from './lifetimes'

export interface App {
  /** What app code calls as `App`. */
  register(definition: object): void
  get(): object
  launch(options: LaunchOptions): void
}

export function createApp(): App {
  // A mini-program without app.js has an app as well.
  let app: object = {}
  return {
    register(definition) {
      app = { ...definition }
    },
    get: () => app,
    launch(options) {
      callLifetime(app, 'onLaunch', options)
      callLifetime(app, 'onShow', options)
    },
  }
}
