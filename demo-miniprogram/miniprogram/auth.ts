import type { LoginState } from 'miniprogram-login'
import { createAuth } from 'miniprogram-login'
import { createRecorder } from './sequence/recorder'

/** What our server adds to the login state. */
interface DemoState extends LoginState {
  userId: string
}

const baseUrl: string = wx.getExtConfigSync?.().apiBaseUrl || 'http://127.0.0.1:8787'
const exchange = '/login'

const { recording, platform, onEvent, watch } = createRecorder(baseUrl, baseUrl + exchange)

/** All that the Auth has asked for, for pages that count or draw it. */
export { recording }

/** The one Auth of this app: every page imports it. Yours needs neither a platform nor onEvent, and nobody who watches it. */
export const auth = watch(createAuth<DemoState>({ baseUrl, exchange, platform, onEvent }))
