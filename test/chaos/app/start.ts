import type { AuthOptions } from '../../../src'
import { baseUrl, cdn } from '../watch/calls'
import { type Copy, newCopy } from '../watch/copy'
import { announced, tellsNothing, toldOf } from '../watch/states'
import { createPlatform } from '../world/phone'
import type { World } from '../world/world'
import { exchange } from './exchange'

/** A copy of the package as an app has it after a start, with an Auth that is watched. */
export function start(world: World): Copy {
  const copy = newCopy(world, ++world.started)
  const { clock, options } = world
  const loaded = world.load({
    ...clock.timersOf(copy),
    Date: { now: clock.wall },
    Math: Object.create(Math, { random: { value: () => options.random } }),
    console: { error: (...line: unknown[]) => said(copy, line) },
    Promise: world.Promise,
  })
  let touched = false
  const platform: any = Object.fromEntries(
    Object.entries(createPlatform(copy)).map(([name, method]) => [
      name,
      (...given: unknown[]) => {
        touched = true
        return method(...given)
      },
    ]),
  )
  const given: AuthOptions = {
    baseUrl,
    exchange: options.exchange === 'url' ? '/login' : (context) => exchange(copy, context),
    trustedOrigins: [cdn],
    loginTimeout: options.loginTimeout,
    cooldown: options.cooldown,
    platform,
    onEvent(event) {
      if (!copy.alive) return
      toldOf(copy, event)
      react(copy, 'event', event.type)
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
    announced(copy, state)
    react(copy, 'change', 'changes')
  })
  world.copies.push(copy)
  return copy
}

/** A listener reacts once, or it would never come to an end. */
function react({ hooks, world }: Copy, name: 'change' | 'event', what: string): void {
  const hook = hooks[name]
  if (!hook) return
  delete hooks[name]
  world.met.push(`a listener of ${what}`)
  const { within } = world
  world.within = `in a listener of ${what}`
  try {
    hook()
  } finally {
    world.within = within
  }
}

function said(copy: Copy, line: unknown[]): void {
  tellsNothing(copy, 'a console line', line)
  if (/session[_-]key/.test(String(line[0]))) copy.owed.keyLines -= copy.world.options.exchange === 'url' ? 1 : 0
  else copy.world.keeps('nothing thrown', String(line[0]) === 'Error: of the app', () => `the console got ${line}`)
}
