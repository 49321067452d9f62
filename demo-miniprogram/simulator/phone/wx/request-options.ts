import type { ForwardedRequest } from '../../common/forwarding'
import { WxError } from './callbacks'
import type { TaskOptions } from './task'

export interface RequestOptions extends TaskOptions {
  url: string
  method?: string
  data?: string | object | ArrayBuffer
  header?: Record<string, string>
  dataType?: string
  responseType?: 'text' | 'arraybuffer'
  redirect?: 'follow' | 'manual'
  enableChunked?: boolean
}

interface Outgoing extends ForwardedRequest {
  body?: string | ArrayBuffer
}

/** What goes out for the options of wx.request. */
export function outgoing({ url, method = 'GET', data, header = {}, redirect = 'follow' }: RequestOptions): Outgoing {
  if (!isHttpUrl(url)) throw new WxError(`invalid url "${url}"`, 600009)
  const sent = { method: method.toUpperCase(), redirect, header: withDefaults(header) }
  if (data === undefined || data === null) return { ...sent, url }
  // These have no body.
  if (sent.method === 'GET' || sent.method === 'HEAD') {
    return { ...sent, url: typeof data === 'string' ? url : withQuery(url, data as object) }
  }
  return { ...sent, url, body: bodyOf(data, sent.header) }
}

/** The caller's own content type, whatever its case, else JSON. The Referer is not the caller's to set. */
function withDefaults(header: Record<string, string>): Record<string, string> {
  const given = Object.entries(header).filter(([name]) => name.toLowerCase() !== 'referer')
  const typed = given.some(([name]) => name.toLowerCase() === 'content-type')
  return {
    ...(!typed && { 'content-type': 'application/json' }),
    ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
    referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
  }
}

function bodyOf(data: string | object, header: Record<string, string>): string | ArrayBuffer {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  const type = Object.entries(header).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return type.includes('application/x-www-form-urlencoded') ? queryOf(data) : JSON.stringify(data)
}

function withQuery(url: string, data: object): string {
  const query = queryOf(data)
  if (!query) return url
  const [address = '', hash] = url.split('#')
  const separator = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&'
  return `${address}${separator}${query}${hash === undefined ? '' : `#${hash}`}`
}

function queryOf(data: object): string {
  return Object.entries(data)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
    .map((pair) => pair.map((text) => encodeURIComponent(text ?? '')).join('='))
    .join('&')
}

function isHttpUrl(url: unknown): boolean {
  return typeof url === 'string' && /^https?:\/\/[^/]/i.test(url) && URL.canParse(url)
}
