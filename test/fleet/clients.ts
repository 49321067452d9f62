import type { Text } from './text'

/** Who asks, and whether the server says how long to wait: a panel of a plot. */
export interface Client {
  name: string
  title: Text
  /** Is it an app that logs in by hand, without the package? */
  byHand?: boolean
  /** Are the waits of the package what they are on the average, each time? */
  inStep?: boolean
  /** The seconds of `Retry-After` in a 503: at random, from the one to the other. */
  retryAfter?: [least: number, most: number]
  /** Of the package, in milliseconds. */
  cooldown?: number
}

export const asPackage: Client = {
  name: 'package',
  title: { en: 'The package, Retry-After: 10', zh: '本包，Retry-After: 10' },
  retryAfter: [10, 10],
}

const withSpread: Client = {
  name: 'spread',
  title: { en: 'The package, Retry-After: 5 to 15', zh: '本包，Retry-After: 5 到 15 随机' },
  retryAfter: [5, 15],
}

const withoutRetryAfter: Client = {
  name: 'no-retry-after',
  title: { en: 'The package, no Retry-After', zh: '本包，没有 Retry-After' },
}

const withCooldown: Client = {
  name: 'cooldown-10',
  title: { en: 'The package, no Retry-After, cooldown: 10,000', zh: '本包，没有 Retry-After，cooldown: 10000' },
  cooldown: 10_000,
}

const withoutJitter: Client = {
  name: 'no-jitter',
  title: { en: 'The package, no Retry-After, no jitter', zh: '本包，没有 Retry-After，等待不加随机' },
  inStep: true,
}

export const byHand: Client = {
  name: 'by-hand',
  title: { en: 'By hand: at once, three times, no cooldown', zh: '手写登录：立即重试，共三次，没有冷却' },
  byHand: true,
}

export const clients = [asPackage, withSpread, withoutRetryAfter, withCooldown, withoutJitter, byHand]
