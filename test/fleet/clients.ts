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
  /** Has it a panel in the plot that says the most with the least? */
  inShort?: boolean
}

export const asPackage: Client = {
  name: 'retry-after-5-15',
  title: { en: 'The package, Retry-After: 5 to 15', zh: '本包，Retry-After：5 到 15 随机' },
  retryAfter: [5, 15],
  inShort: true,
}

const withoutRetryAfter: Client = {
  name: 'no-retry-after',
  title: { en: 'The package, no Retry-After', zh: '本包，没有 Retry-After' },
  inShort: true,
}

const withLongRetryAfter: Client = {
  name: 'retry-after-15-45',
  title: { en: 'The package, Retry-After: 15 to 45', zh: '本包，Retry-After：15 到 45 随机' },
  retryAfter: [15, 45],
}

const withOneRetryAfter: Client = {
  name: 'retry-after-30',
  title: { en: 'The package, Retry-After: 30 for everybody', zh: '本包，Retry-After：一律 30' },
  retryAfter: [30, 30],
  inShort: true,
}

const withCooldown: Client = {
  name: 'cooldown-10',
  title: { en: 'The package, no Retry-After, cooldown: 10,000', zh: '本包，没有 Retry-After，cooldown：10000' },
  cooldown: 10_000,
}

const withLongCooldown: Client = {
  name: 'cooldown-30',
  title: { en: 'The package, no Retry-After, cooldown: 30,000', zh: '本包，没有 Retry-After，cooldown：30000' },
  cooldown: 30_000,
}

const withoutJitter: Client = {
  name: 'no-jitter',
  title: { en: 'The package, no Retry-After, no jitter', zh: '本包，没有 Retry-After，间隔不随机' },
  inStep: true,
}

export const byHand: Client = {
  name: 'by-hand',
  title: { en: 'By hand: three times at once, no cooldown', zh: '手写登录：失败立即重试，共三次，没有冷却' },
  byHand: true,
  inShort: true,
}

export const clients = [
  asPackage,
  withOneRetryAfter,
  withLongRetryAfter,
  withoutRetryAfter,
  withCooldown,
  withLongCooldown,
  withoutJitter,
  byHand,
]
