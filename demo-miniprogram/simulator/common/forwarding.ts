/**
 * How the phone has its requests sent: as a POST with the request's own body and, in a header, what else there is to know of
 * it. The answer has the answer's own body and, in the same header, the rest.
 */
export const forwardingHeader = 'x-wx-request'

export interface ForwardedRequest {
  url: string
  method: string
  header: Record<string, string>
  redirect: 'follow' | 'manual'
}

export type ForwardedAnswer = { statusCode: number; header: Record<string, string>; cookies: string[] } | Unanswered

/** Why no answer came, in the words and with the errno of WeChat. */
export interface Unanswered {
  reason: string
  errno: number
}

/** Headers hold little more than ASCII. */
export function toHeader(value: ForwardedRequest | ForwardedAnswer): string {
  return encodeURIComponent(JSON.stringify(value))
}

export function fromHeader<Value>(text: string): Value {
  return JSON.parse(decodeURIComponent(text))
}
