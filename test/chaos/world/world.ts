import type { Options, Reaction } from '../steps'
import type { Call } from '../watch/call'
import type { Copy } from '../watch/copy'
import type { Breach, Rule } from '../watch/rules'
import type { Clock } from './clock'
import type { Load } from './package'
import type { Server } from './server'

/** One run: a phone, a server, the copies of the package on that phone, and the first rule that was broken. */
export interface World {
  readonly options: Options
  readonly load: Load
  readonly clock: Clock
  readonly server: Server
  readonly Promise: PromiseConstructor
  /** What lies in storage, as text. */
  storage: Map<string, string>
  /** Which copy stored it last, and when. */
  stored: { by: Copy; order: number } | undefined
  /** The uses of storage that fail. */
  storageFaults: Set<string>
  /** The misbehaviours that wait for the next call of a method. */
  faults: { method: string; how: string }[]
  takeFault(method: string): string | undefined
  singlePage: boolean
  sessionKeyAlive: boolean
  /** The copies of the package that run. */
  copies: Copy[]
  /** How many there were in all. */
  started: number
  /** By their number, those of closed copies included. */
  calls: Call[]
  codes: { code: string; copy: Copy }[]
  sentCodes: Set<string>
  /** Ends what wx has under way, as when the app leaves the screen. */
  inFlight: Set<() => void>
  /** Where the app is, such as `in a listener of rejected`. */
  within: string | undefined
  /** What this run has met: `a listener of rejected` that reacted, `a clock set back`. */
  met: string[]
  /** Everything has its place in the order of things. */
  nextOrder(): number
  /** The headers that carry a state in this run. */
  authorized(token: string): Record<string, string>
  /** What a listener or callback of the app does. */
  react(copy: Copy, reaction: Reaction, call?: Call): void
  /** Tells a run that is looked at closely what happened. */
  tell: ((copy: Copy, what: string) => void) | undefined
  breach(rule: Rule, detail: string): void
  keeps(rule: Rule, holds: boolean, detail: () => string): void
  breached: Breach | undefined
}
