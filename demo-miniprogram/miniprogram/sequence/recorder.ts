import type { Auth, AuthEvent, LoginState, Platform } from 'miniprogram-login'
import { callerOption, createCallers } from './callers'
import { headerNames, nameOf, namesIn } from './names'
import { createRecording, type Recording } from './recording'
import { createServerLog } from './server-log'
import type { Step } from './step'

export interface Recorder {
  recording: Recording
  /** What the Auth calls in place of `wx`: whatever has its shape can take its place. */
  platform: Platform
  /** For the Auth as well. */
  onEvent(event: AuthEvent): void
  /** Puts itself between the Auth and its callers. */
  watch<State extends LoginState>(auth: Auth<State>): Auth<State>
  /** What the server has yet to tell of earlier exchanges is left out. Returns the id of the latest step. */
  startAnew(): number
}

type Api = 'request' | 'uploadFile' | 'downloadFile'

/** Records what the Auth of this server asks for: of the app by standing beside it, of the server by its log. */
export function createRecorder(baseUrl: string, exchangeUrl: string): Recorder {
  // WeChat's own log of what happens on phones; the simulator shows it beside the phone.
  const realtimeLog = wx.getRealtimeLogManager?.()
  const recording = createRecording((step) => realtimeLog?.info('sequence', step))
  const callers = createCallers(recording)
  const serverLog = createServerLog(baseUrl, recording)

  const add = (step: Omit<Step, 'id' | 'at' | 'waiting'>) => recording.add({ ...step, waiting: callers.waiting })

  function send(api: Api, { [callerOption]: caller, ...options }: any): unknown {
    const isExchange = options.url === exchangeUrl
    const name = nameOf(api, options, baseUrl)
    const kind = callers.sends(caller) ? 'replay' : 'call'
    const call = add({
      ...{ from: 'app', to: 'server', name, kind },
      fields: [...headerNames(options.header), ...namesIn(options.data ?? options.formData)],
    })
    const end = isExchange ? serverLog.follow(call) : () => {}
    const back = { from: 'server', to: 'app', name } as const
    return wx[api]({
      ...options,
      success(answer: { statusCode: number; data?: unknown }) {
        const { statusCode: status } = answer
        const kind = kindOf(status, isExchange)
        if (kind === 'rejected') callers.isRejected(caller)
        end(add({ ...back, kind, status, fields: namesIn(answer.data) }))
        options.success(answer)
      },
      fail(failure: WechatMiniprogram.GeneralCallbackResult) {
        // Whoever hangs up ends it, not the server.
        const way = /abort/.test(failure.errMsg) ? ({ from: 'app', to: 'server', name } as const) : back
        end(add({ ...way, kind: 'failed', fields: [] }))
        options.fail(failure)
      },
    })
  }

  function login(options: WechatMiniprogram.LoginOption): unknown {
    const back = { from: 'wechat', to: 'app', name: 'wx.login' } as const
    add({ from: 'app', to: 'wechat', name: 'wx.login', kind: 'call', fields: [] })
    return wx.login({
      ...options,
      success(result) {
        add({ ...back, kind: 'answer', fields: ['code'] })
        options.success?.(result)
      },
      fail(failure) {
        add({ ...back, kind: 'failed', fields: [] })
        options.fail?.(failure)
      },
    })
  }

  return {
    recording,
    platform: Object.create(wx, {
      login: { value: login },
      request: { value: (options: object) => send('request', options) },
      uploadFile: { value: (options: object) => send('uploadFile', options) },
      downloadFile: { value: (options: object) => send('downloadFile', options) },
    }),
    onEvent({ type }) {
      if (type === 'logout') add({ from: 'app', to: 'app', name: 'logout', kind: 'call', fields: [] })
    },
    watch: callers.watch,
    startAnew() {
      serverLog.forget()
      realtimeLog?.info('sequence', 'anew')
      return recording.lastId
    },
  }
}

function kindOf(status: number, isExchange: boolean): Step['kind'] {
  if (status < 400) return 'answer'
  return status === 401 && !isExchange ? 'rejected' : 'failed'
}
