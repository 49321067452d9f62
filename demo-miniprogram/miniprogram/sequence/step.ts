export type Lane = 'app' | 'server' | 'wechat'

/** A `replay` is a call as well: the second one of a request that was rejected. */
export type Kind = 'call' | 'replay' | 'answer' | 'rejected' | 'failed'

/** Something that travelled from one lane to another. What happens in the app alone, a logout, stays in its lane. */
export interface Step {
  id: number
  /** Milliseconds since 1970, by the phone's clock. */
  at: number
  from: Lane
  to: Lane
  /** Of the call, also where this is its answer: `GET /me`. */
  name: string
  kind: Kind
  status?: number
  /** The names of what travelled, never the values. */
  fields: string[]
  /** How many callers wait for a login from this step on. Absent between server and WeChat, where the phone is not. */
  waiting?: number
}
