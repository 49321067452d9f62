import type { AuthOptions, ExchangeContext, LoginState } from '../../src'
import type { Copy } from './copy'
import { createPlatform } from './phone'
import { baseUrl, cdn } from './watch-calls'
import { exchangeSent, exchangeThrew } from './watch-logins'
import { announced, tellsNothing, toldOf } from './watch-states'
import type { World } from './world'

/** A copy of the package as an app has it after a start, with an Auth that is watched. */
export function start(world: World): Copy {
  const copy: Omit<Copy, 'auth'> & { auth?: Copy['auth'] } = {
    world,
    alive: true,
    loaded: false,
    calls: [],
    untold: [],
    checkedAt: -1,
    sessionKeyAlive: true,
    errors: new Map(),
    known: new Map(),
    refused: new Map(),
    marks: new Set(),
    refusedReplayAt: -Infinity,
    setting: [],
    leaving: 0,
    loggedOut: false,
    loggedOutAt: -1,
    markedAt: -1,
    backAt: -1,
    owed: { storageFaults: 0, sessionKeys: 0, keyLines: 0, rejections: 0, logouts: 0 },
    refusals: [],
    tickets: new Set(),
    hooks: {},
  }
  const { clock, options } = world
  const loaded = world.load({
    ...clock.timersOf(copy),
    Date: { now: clock.wall },
    Math: Object.create(Math, { random: { value: () => options.random } }),
    console: { error: (...line: unknown[]) => said(copy as Copy, line) },
    Promise: world.Promise,
  })
  let touched = false
  const platform: any = Object.fromEntries(
    Object.entries(createPlatform(copy as Copy)).map(([name, method]) => [
      name,
      (...given: unknown[]) => {
        touched = true
        return method(...given)
      },
    ]),
  )
  const given: AuthOptions = {
    baseUrl,
    exchange: options.exchange === 'url' ? '/login' : (context) => exchange(copy as Copy, context),
    trustedOrigins: [cdn],
    loginTimeout: options.loginTimeout,
    cooldown: options.cooldown,
    platform,
    onEvent(event) {
      if (!copy.alive) return
      toldOf(copy as Copy, event)
      react(copy as Copy, 'event', event.type)
    },
  }
  if (options.authorize === 'custom') {
    given.authorize = (state) => {
      if (world.takeFault('authorize')) throw new Error('of authorize')
      return world.authorized(state.token)
    }
  }
  if (options.rejectsBy === 'body') given.isRejected = ({ data }) => (data as any).code === -1
  copy.auth = loaded.createAuth(given)
  world.keeps('silent creation', !touched && clock.timersLeft(copy) === 0, () => 'createAuth called something')
  copy.auth.onChange((state) => {
    if (!copy.alive) return
    announced(copy as Copy, state)
    react(copy as Copy, 'change', 'changes')
  })
  world.copies.push(copy as Copy)
  return copy as Copy
}

/** A listener reacts once, or it would never come to an end. */
function react({ hooks, world }: Copy, name: 'change' | 'event', what: string): void {
  const hook = hooks[name]
  delete hooks[name]
  const { within } = world
  world.within = `in a listener of ${what}`
  try {
    hook?.()
  } finally {
    world.within = within
  }
}

function said(copy: Copy, line: unknown[]): void {
  tellsNothing(copy, 'a console line', line)
  if (/session[_-]key/.test(String(line[0]))) copy.owed.keyLines -= copy.world.options.exchange === 'url' ? 1 : 0
  else copy.world.keeps('nothing thrown', String(line[0]) === 'Error: of the app', () => `the console got ${line}`)
}

/** Does the exchange in its own way, as an app may. */
function exchange(copy: Copy, { code, request, extra }: ExchangeContext): Promise<LoginState> {
  const { world } = copy
  const never = () => new world.Promise<never>(() => {})
  if (!copy.alive) return never()
  const data = { ...extra, code }
  const attempt = exchangeSent(copy, data)
  const fault = world.takeFault('exchange')
  if (fault === 'never settles') return never()
  if (fault === 'returns a state') {
    attempt.phase = 'over'
    attempt.token = world.server.issue()
    return world.Promise.resolve({ token: attempt.token })
  }
  if (fault) {
    exchangeThrew(copy, attempt)
    if (fault === 'throws') throw new Error('of exchange')
    return fault === 'returns no promise' ? (7 as any) : world.Promise.resolve(undefined as any)
  }
  return request({ url: '/login', method: 'POST', data }).then(({ statusCode, data: state }) => {
    if (statusCode >= 300) throw new Error(`exchange: ${statusCode}`)
    return state
  })
}
