import {
  type Attempt,
  type AuthError,
  type AuthEvent,
  createAuth,
  type ExchangeContext,
  type LoginState,
  type Platform,
  type RequestTask,
  type Response,
} from 'miniprogram-login'
import { type Alipay, alipay } from 'miniprogram-login/alipay'

interface AppState extends LoginState {
  userId: number
}

declare const my: Alipay
declare const platform: Platform
declare const options: { baseUrl: string; exchange: string }

/** True where two types are one and the same. */
type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
const isTrue = <Claim extends true>(claim?: Claim): void => void claim

const auth = createAuth<AppState>({
  ...options,
  exchange: async ({ code, request, extra }: ExchangeContext) => {
    const { data } = await request<AppState>({ url: '/login', method: 'POST', data: { code, ...extra } })
    return data
  },
  authorize: ({ token, userId }) => ({ Authorization: token, 'X-User': userId.toFixed() }),
  platform: alipay(my),
  onEvent(event: AuthEvent) {
    // What an event carries depends on its type.
    if (event.type === 'login-failed') isTrue<Same<typeof event.error, AuthError>>()
    // @ts-expect-error
    event.error
  },
})

/** The login state has the fields of the app, wherever it shows. */
export async function states(): Promise<void> {
  isTrue<Same<typeof auth.state, AppState | undefined>>()
  const each = [await auth.ensureLogin(), await auth.login({ invite: 'x' }), await auth.ensureSessionKey()]
  isTrue<Same<typeof each, AppState[]>>()
  auth.onChange((state) => isTrue<Same<typeof state, AppState | undefined>>())()
  const sent = await auth.withLogin((attempt) => {
    isTrue<Same<typeof attempt, Attempt<AppState>>>()
    return attempt.state.userId
  })
  isTrue<Same<typeof sent, number>>()
  // @ts-expect-error
  auth.setState({ token: 'without a user' })
  // @ts-expect-error
  auth.state = undefined
}

/** The answer has the type that is asked for, awaited or called back. */
export async function answers(): Promise<void> {
  const task = auth.request<{ name: string }>({
    url: '/me',
    success: ({ data }) => isTrue<Same<typeof data, { name: string }>>(),
    fail: (error) => isTrue<Same<typeof error, AuthError>>(),
  })
  isTrue<Same<typeof task, RequestTask<Response<{ name: string }>>>>()
  task.onChunkReceived(({ data }) => isTrue<Same<typeof data, ArrayBuffer>>())
  task.abort()
  const { data } = await task
  isTrue<Same<typeof data, { name: string }>>()
  isTrue<Same<Awaited<ReturnType<typeof auth.uploadFile>>['data'], string>>()
  // @ts-expect-error
  data.nickname
  // @ts-expect-error
  auth.downloadFile({ url: '/file' }).onChunkReceived(() => {})
}

/** What is wrong is told before it runs. */
export const wrong = [
  // @ts-expect-error
  () => createAuth(),
  // @ts-expect-error
  () => createAuth({ exchange: '/login' }),
  // @ts-expect-error
  () => createAuth({ ...options, loginTimeout: '15s' }),
  // @ts-expect-error
  () => createAuth({ ...options, cooldwn: 0 }),
  // @ts-expect-error
  () => createAuth({ ...options, trustedOrigins: 'https://cdn.example.com' }),
  // @ts-expect-error
  () => createAuth({ ...options, exchange: async () => ({ userId: 7 }) }),
  // @ts-expect-error
  () => createAuth({ ...options, authorize: (state) => ({ Authorization: state.userId }) }),
  // @ts-expect-error
  () => createAuth({ ...options, platform: { request: () => {} } }),
  // @ts-expect-error
  () => createAuth<{ userId: number }>(options),
  // @ts-expect-error
  () => alipay(platform),
  // @ts-expect-error
  () => auth.uploadFile({ url: '/file', filePath: 'wxfile://a' }),
]
