import { createHash, randomBytes } from 'node:crypto'
import Fastify, { type FastifyReply } from 'fastify'
import { LRUCache } from 'lru-cache'
import { type UserInfoAnswer, userInfoOf } from './user-info-stand-in'
import { devToolsCode, type WechatAccess } from './wechat'

/** What the stand-in was asked and what it knew, for tests. */
export interface RecordedExchange {
  code: string
  user: string | undefined
  openid: string | undefined
  sessionKey: string | undefined
  errcode: number
}

/** Sends another answer in place of the usual one, or none. */
type Script = (reply: FastifyReply, usual: string) => unknown

export interface WechatStandIn extends WechatAccess {
  /** What wx.login gives on the phone of this user. The session_key of that user's codes before is dead from now on. */
  issueCode(user?: string): string
  /** What wx.checkSession tells on the phone of this user. */
  isSessionKeyAlive(user?: string): boolean
  /** What wx.getUserInfo gives on the phone of this user; nothing where no session_key is alive to encrypt it under. */
  userInfo(user?: string): UserInfoAnswer | undefined
  /** Lets the user's session_key die, as it does when it was not used for long. */
  expireSessionKey(user?: string): void
  /** The next exchange fails so, whatever its code. */
  failNext(errcode: number): void
  /** The next exchange is answered by this. Several wait in line. */
  answerNext(script: Script): void
  /** The latest 1000, in order of arrival. */
  exchanges: RecordedExchange[]
  close(): Promise<void>
}

interface Options {
  /** Exchanges a user may make within a minute. */
  quota?: number
  /** Milliseconds, running evenly. */
  clock?: { now(): number }
}

const appId = 'wx0000000000stand0in'
const secret = 'the-secret-of-the-stand-in'
const minute = 60_000

const errmsgs: Record<number, string> = {
  [-1]: 'system error',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  45011: 'api minute-quota reach limit  mustslower  retry next minute',
}

/** WeChat on this machine: phones ask it under `/stand-in/`, the server exchanges their codes under `/sns/`. */
export async function startWechatStandIn({ quota = 100, clock = performance }: Options = {}): Promise<WechatStandIn> {
  const bounds = { max: 10_000, ttlResolution: 0, perf: clock }
  const codes = new LRUCache<string, { user: string; sessionKey: string; used: boolean }>({
    ...bounds,
    ttl: 5 * minute,
  })
  const counts = new LRUCache<string, number>({ ...bounds, ttl: minute, noUpdateTTL: true })
  const liveSessionKeys = new LRUCache<string, string>({ max: 10_000 })
  const scripts: Script[] = []
  const exchanges: RecordedExchange[] = []

  function issueCode(user = 'demo'): string {
    const code = randomBytes(24).toString('base64url')
    // WeChat may keep the session_key that there is. Here it never does, so that whoever relies on that finds out.
    const sessionKey = randomBytes(16).toString('base64')
    codes.set(code, { user, sessionKey, used: false })
    liveSessionKeys.set(user, sessionKey)
    return code
  }

  function userInfo(user = 'demo'): UserInfoAnswer | undefined {
    const sessionKey = liveSessionKeys.get(user)
    return sessionKey === undefined ? undefined : userInfoOf(openidOf(user), appId, sessionKey)
  }

  function exchange(query: Record<string, string | undefined>): object {
    const jsCode = query.js_code ?? ''
    const issued = codes.get(jsCode === devToolsCode ? issueCode('devtools') : jsCode)
    const errcode = judge(query, issued)
    const { user, sessionKey } = issued ?? {}
    const openid = user === undefined ? undefined : openidOf(user)
    if (exchanges.push({ code: jsCode, user, openid, sessionKey, errcode }) > 1000) exchanges.shift()
    if (errcode) return failure(errcode)
    return { session_key: sessionKey, openid }
  }

  function judge(
    query: Record<string, string | undefined>,
    issued: { user: string; used: boolean } | undefined,
  ): number {
    if (!query.appid) return 41002
    if (!query.secret) return 41004
    if (!query.js_code) return 41008
    if (query.grant_type !== 'authorization_code') return 40002
    if (query.appid !== appId) return 40013
    if (query.secret !== secret) return 40125
    if (!issued) return 40029
    const count = (counts.get(issued.user) ?? 0) + 1
    counts.set(issued.user, count)
    if (count > quota) return 45011
    if (issued.used) return 40163
    issued.used = true
    return 0
  }

  const server = Fastify({
    bodyLimit: 4096,
    forceCloseConnections: true,
    ajv: { customOptions: { coerceTypes: false } },
  })

  server.get<{ Querystring: Record<string, string | undefined> }>('/sns/jscode2session', (request, reply) => {
    const usual = JSON.stringify(exchange(request.query))
    // As WeChat does, though it is JSON.
    reply.type('text/plain')
    const script = scripts.shift()
    if (script) script(reply, usual)
    else reply.send(usual)
  })

  const user = { type: 'string', minLength: 1, maxLength: 64 }
  const body = { type: 'object', properties: { user } }
  server.post<{ Body: { user?: string } }>('/stand-in/code', { schema: { body } }, ({ body }) => ({
    code: issueCode(body.user),
  }))
  server.post<{ Body: { user?: string } }>('/stand-in/check-session', { schema: { body } }, ({ body }) => ({
    valid: liveSessionKeys.has(body.user ?? 'demo'),
  }))
  server.post<{ Body: { user?: string } }>('/stand-in/user-info', { schema: { body } }, ({ body }, reply) => {
    return userInfo(body.user) ?? reply.code(409).send({ error: 'no_session_key' })
  })

  return {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    appId,
    secret,
    issueCode,
    isSessionKeyAlive: (user = 'demo') => liveSessionKeys.has(user),
    userInfo,
    expireSessionKey: (user = 'demo') => void liveSessionKeys.delete(user),
    failNext: (errcode) => void scripts.push((reply) => reply.send(JSON.stringify(failure(errcode)))),
    answerNext: (script) => void scripts.push(script),
    exchanges,
    close: () => server.close(),
  }
}

function failure(errcode: number): object {
  return { errcode, errmsg: `${errmsgs[errcode] ?? 'unknown'}, rid: ${randomBytes(4).toString('hex')}` }
}

/** The same for a user at every start, so that a restart does not make strangers of everybody. */
function openidOf(user: string): string {
  return `o${createHash('sha256').update(`${appId}:${user}`).digest('base64url').slice(0, 27)}`
}
