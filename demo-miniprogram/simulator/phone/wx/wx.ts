import type { LaunchOptions } from '../launch-options'
import { userDataPath } from '../local-files'
import type { Pages } from '../pages'
import type { Theming } from '../theme'
import { media } from './choose-media'
import { downloadFile } from './download-file'
import { createInfo } from './info'
import { createLogin } from './login'
import { createNavigation } from './navigation'
import { realtimeLog } from './realtime-log'
import { request } from './request'
import { storage } from './storage'
import { createThemeEvents } from './theme'
import { toast } from './toast'
import { uploadFile } from './upload-file'
import { userInfo } from './user-info'

/** All of `wx` that there is here. */
export function createWx(pages: Pages, theming: Theming, launchOptions: LaunchOptions, extConfig: object): object {
  return {
    ...createLogin(launchOptions),
    ...userInfo,
    request,
    uploadFile,
    downloadFile,
    ...media,
    env: { USER_DATA_PATH: userDataPath },
    ...storage,
    ...createNavigation(pages),
    ...toast,
    ...createInfo(theming, launchOptions, extConfig),
    ...createThemeEvents(theming),
    ...realtimeLog,
  }
}
