import type { AuthEvent } from '../../src'
import type { Load } from '../chaos/world/package'
import { type App, createPackageApp } from './app'
import { createAppByHand } from './app-by-hand'
import { createRandom } from './chance'
import type { Client } from './clients'
import { createClock } from './clock'
import { baseUrl, createPhone } from './phone'
import type { Scenario } from './scenarios'
import { count, createServer } from './server'

/** Seconds in which the server, if it does nothing else, can log in the whole fleet. */
const timeForAll = 60
/** Seconds of its work that the server lets wait. */
const room = 2
/** Seconds that a login state lives. */
const expiresIn = 600
/** Seconds between an answer and the next request, ±50 %. Who did not get what they wanted try again sooner. */
const pauses = { well: 30, ill: 5 }

export interface Options {
  apps: number
  seconds: number
  seed: number
  /** Of the work of an exchange, what it takes the server to refuse one. */
  refusalCost: number
}

/** What was counted. By second: what arrived at the server, and how requests ended for their users. */
export interface Run {
  calls: number[]
  exchanges: number[]
  well: number[]
  ill: number[]
  /** Exchanges that the server can do in a second. */
  capacity: number
  /** As the server counted them. */
  issued: number
  refused: number
  revoked: number
  /** As the network counted them. */
  codes: number
  lost: number
  late: number
  /** As the apps were told. */
  attempts: number
  logins: number
  /** Logins that failed with TIMEOUT, perhaps before their last code was there. */
  timeouts: number
  /** What is left once nobody asks any more. */
  left: { timers: number; waiting: number; pending: number; loggedOut: number }
}

/** Lets a fleet live through a scenario. */
export async function simulate(load: Load, scenario: Scenario, client: Client, options: Options): Promise<Run> {
  const { apps, seconds, seed, refusalCost } = options
  const clock = createClock()
  const random = createRandom(seed)
  const capacity = apps / timeForAll
  const { cooldown } = client
  const retryAfter = createRetryAfter(client, createRandom(seed + 2))
  const server = createServer(clock, { capacity, room: capacity * room, refusalCost, retryAfter, expiresIn })
  const phone = createPhone(clock, server, random)
  const { createAuth } = load({
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    Date: { now: () => clock.now },
    Math: Object.create(Math, { random: { value: client.inStep ? () => 0.5 : createRandom(seed + 1) } }),
    console,
    Promise,
  })
  const well: number[] = []
  const ill: number[] = []
  let attempts = 0
  let logins = 0
  let timeouts = 0
  let pending = 0
  let over = false

  function onEvent(event: AuthEvent): void {
    if (event.type === 'login' || event.type === 'login-failed') attempts += event.attempts
    if (event.type === 'login') logins++
    if (event.type === 'login-failed' && event.error.code === 'TIMEOUT') timeouts++
  }

  function createApp(): App {
    // As if it had logged in some time ago.
    const state = server.issue(expiresIn * (1 - random()))
    if (client.byHand) return createAppByHand(phone, state.token, { attempt: () => attempts++, login: () => logins++ })
    const auth = createAuth({ baseUrl, exchange: '/login', platform: phone.wx, onEvent, ...(cooldown && { cooldown }) })
    auth.setState(state)
    return createPackageApp(auth)
  }

  /** Who waits for nothing, and the timer of what they ask next. */
  const idle = new Map<App, object>()
  function askIn(app: App, seconds: number): void {
    const timer = clock.setTimeout(() => ask(app), seconds * 1000)
    idle.set(app, timer)
  }

  function ask(app: App): void {
    idle.delete(app)
    if (over) return
    pending++
    app.ask((got) => {
      pending--
      count(got ? well : ill, clock)
      askIn(app, (got ? pauses.well : pauses.ill) * (0.5 + random()))
    })
  }

  function comeTogether(): void {
    for (const [app, timer] of idle) {
      clock.clearTimeout(timer)
      askIn(app, random())
    }
  }

  const fleet = Array.from({ length: apps }, createApp)
  for (const app of fleet) askIn(app, pauses.well * random())
  for (const [second, happens] of scenario.events)
    clock.setTimeout(() => happens(server, { comeTogether }), second * 1000)
  await clock.run(seconds * 1000, server.work)
  over = true
  // Longer than anything waits.
  await clock.run((seconds + 120) * 1000, server.work)

  const { calls, exchanges, issued, refused, revoked, waiting } = server
  const { codes, lost, late } = phone
  const loggedOut = fleet.filter(({ token }) => !server.knows(token)).length
  const left = { timers: clock.left, waiting, pending, loggedOut }
  const counted = { issued, refused, revoked, codes, lost, late, attempts, logins, timeouts }
  return { calls, exchanges, well, ill, capacity, ...counted, left }
}

function createRetryAfter({ retryAfter }: Client, random: () => number): () => number | undefined {
  if (!retryAfter) return () => undefined
  const [least, most] = retryAfter
  return () => Math.round(least + random() * (most - least))
}
