import { isIP } from 'node:net'
import { StartError } from './start-error'
import type { WechatAccess } from './wechat'

export type Env = Record<string, string | undefined>

export interface Address {
  host: string
  /** 0 takes any free one. */
  port: number
}

export interface Config extends Address {
  /** Absent: the server brings its own stand-in for WeChat. */
  wechat?: WechatAccess
  /** Absent: all is kept in memory. */
  redisUrl?: string
  processes: number
  /** Addresses of proxies, whose X-Forwarded-For is believed. */
  trustProxy: string[]
  /** That requests under way have to end when the server stops. */
  graceSeconds: number
  /** Where Prometheus finds the metrics. Absent: nowhere. */
  metrics?: Address
}

/** What the environment says. What it says wrong is told in a sentence. */
export function readConfig(env: Env): Config {
  const wechat = readWechat(env)
  const redisUrl = readUrl(env, 'REDIS_URL', ['redis:', 'rediss:'])
  const processes = readNumber(env, 'PROCESSES', 1, 64) ?? 1
  const metricsPort = readPort(env, 'METRICS_PORT')
  if (processes > 1 && !redisUrl) {
    throw new StartError(
      'PROCESSES is more than 1, but processes share login states through Redis only: set REDIS_URL.',
    )
  }
  if (processes > 1 && !wechat) {
    throw new StartError(
      'PROCESSES is more than 1, but the stand-in for WeChat serves one only: set WECHAT_APPID and WECHAT_SECRET.',
    )
  }
  return {
    host: env.HOST || '127.0.0.1',
    port: readPort(env, 'PORT') ?? 8787,
    ...(wechat && { wechat }),
    ...(redisUrl && { redisUrl }),
    processes,
    trustProxy: readAddresses(env, 'TRUST_PROXY'),
    graceSeconds: readNumber(env, 'GRACE_SECONDS', 0, 600) ?? 8,
    ...(metricsPort !== undefined && { metrics: { host: env.METRICS_HOST || '127.0.0.1', port: metricsPort } }),
  }
}

export const readPort = (env: Env, name: string): number | undefined => readNumber(env, name, 0, 65535)

function readNumber(env: Env, name: string, min: number, max: number): number | undefined {
  const text = env[name]
  if (text === undefined) return undefined
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw new StartError(`${name} must be a whole number from ${min} to ${max}, not '${text}'.`)
}

function readWechat(env: Env): WechatAccess | undefined {
  const { WECHAT_APPID: appId, WECHAT_SECRET: secret } = env
  const url = readUrl(env, 'WECHAT_API', ['https:', 'http:'])?.replace(/\/+$/, '') ?? 'https://api.weixin.qq.com'
  if (appId && secret) return { appId, secret, url }
  if (!appId && !secret) return undefined
  const [set, missing] = appId ? ['WECHAT_APPID', 'WECHAT_SECRET'] : ['WECHAT_SECRET', 'WECHAT_APPID']
  throw new StartError(`${set} is set but ${missing} is not: set both to ask WeChat, or neither to use the stand-in.`)
}

function readUrl(env: Env, name: string, protocols: string[]): string | undefined {
  const text = env[name]
  if (!text) return undefined
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname) return text
  // It may hold a password, so it is not repeated.
  const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ')
  throw new StartError(`${name} must be a URL that begins with ${beginnings} and names a host.`)
}

function readAddresses(env: Env, name: string): string[] {
  const addresses = (env[name] ?? '').split(',').map((address) => address.trim())
  const given = addresses.filter(Boolean)
  const wrong = given.find((address) => !isNetwork(address))
  if (wrong === undefined) return given
  throw new StartError(`${name} must list addresses of proxies, as in ${name}=127.0.0.1,10.0.0.0/8, not '${wrong}'.`)
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}
