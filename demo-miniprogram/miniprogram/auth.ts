import type { LoginState } from 'miniprogram-login'
import { createAuth } from 'miniprogram-login'
import { createRecorder } from './sequence/recorder'

/** What our server adds to the login state. */
interface DemoState extends LoginState {
  userId: string
}

const baseUrl: string = wx.getExtConfigSync?.().apiBaseUrl || 'http://127.0.0.1:8787'
const exchange = '/login'

/** Knows what the Auth asks for, for the pages that count it or draw it. It works without. */
export const recorder = createRecorder(baseUrl, baseUrl + exchange)
const { platform, onEvent } = recorder

/** The one Auth of this app: every page imports it. */
export const auth = recorder.watch(createAuth<DemoState>({ baseUrl, exchange, platform, onEvent }))
