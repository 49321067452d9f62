import type { LaunchOptions } from '../launch-options'
import type { Pages } from '../pages'
import { createInfo } from './info'
import { createLogin } from './login'
import { createNavigation } from './navigation'
import { request } from './request'
import { storage } from './storage'
import { toast } from './toast'

/** All of `wx` that there is here. */
export function createWx(pages: Pages, launchOptions: LaunchOptions, extConfig: object): object {
  return {
    ...createLogin(launchOptions),
    request,
    ...storage,
    ...createNavigation(pages),
    ...toast,
    ...createInfo(launchOptions, extConfig),
  }
}
