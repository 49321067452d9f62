import type { Copy } from '../watch/copy'

type How = 'success' | 'fail'
export type Said = { how: How; result: any }

/** A call of wx, as it is usually answered. */
export interface Plan {
  /** Milliseconds. */
  delay: number
  /** Decides what is answered; asked when half of the way is over. */
  say(): Said
  /** Called before the package hears it. */
  heard(how: How, result: any): void
  /** What happens between the arrival of an answer and its telling. */
  arrives?(said: Said, after: (milliseconds: number, act: () => void) => void): number
  /** Results that wx may come up with instead, by name. */
  odd?: Record<string, unknown>
  /** What wx returns. */
  task?: { abort(): void } & Record<string, unknown>
}

/** Milliseconds. */
const halfWay = 50
const tooLate = 20_000
const wxTimeout = 60_000
const blocked = 1402101

/** What a method that calls back may do instead of calling back once, later. */
export const misbehaviours = [
  'fails',
  'throws',
  'calls back twice',
  'succeeds, then fails',
  'calls back at once',
  'calls back at once, then throws',
  'never calls back',
  'calls back late',
  'loses the answer',
  'returns nothing',
  'returns a promise',
]

/** Calls back as wx does, or in the odd way that waits for this method. Returns what wx returns. */
export function callBack(copy: Copy, method: string, options: Record<string, any>, plan: Plan): unknown {
  const { world } = copy
  const fault = world.takeFault(method)
  let over = false

  const after = (delay: number, act: () => void) => world.clock.later(delay, () => over || act(), copy)
  const failure = (why: string, errno?: number): Said => ({
    how: 'fail',
    result: { errMsg: `${method}:fail ${why}`, ...(errno !== undefined && { errno }) },
  })
  function tell({ how, result }: Said): void {
    const isFirst = !over
    over = true
    world.inFlight.delete(interrupt)
    if (!copy.alive) return
    if (isFirst) plan.heard(how, result)
    try {
      options[how]?.(result)
      options.complete?.(result)
    } catch (error) {
      world.breach('nothing thrown', `${how} of ${method} threw ${error}`)
    }
  }
  const interrupt = () => after(0, () => tell(failure('interrupted', 600003)))
  world.inFlight.add(interrupt)

  const { task } = plan
  if (task) {
    const { abort } = task
    task.abort = () => {
      abort()
      after(0, () => tell(failure('abort')))
    }
  }

  if (fault === 'throws') {
    const error = new Error('of wx')
    over = true
    plan.heard('fail', error)
    throw error
  }
  if (fault?.startsWith('calls back at once')) {
    tell(plan.say())
    if (fault.endsWith('throws')) throw new Error('of wx, after all')
    return task
  }
  if (fault === 'never calls back') return task

  const delay = fault === 'calls back late' ? tooLate : plan.delay
  after(Math.min(halfWay, delay), () => {
    let said = plan.say()
    if (fault === 'loses the answer') return after(wxTimeout, () => tell(failure('timeout', 5)))
    if (fault === 'fails' || fault === 'returns a promise') said = failure('network', 600001)
    if (fault === 'is blocked') said = failure('blocked', blocked)
    if (plan.odd && fault && fault in plan.odd) said = { how: 'success', result: plan.odd[fault] }
    after(Math.max(0, delay - halfWay), () => {
      after(plan.arrives?.(said, after) ?? 0, () => tell(said))
    })
    const again: Record<string, Said> = {
      'calls back twice': { how: 'success', result: { ...said.result, statusCode: 200, code: 'cod~again' } },
      'succeeds, then fails': failure('after all'),
    }
    const second = again[fault ?? '']
    if (second) world.clock.later(delay + 10, () => over && tell(second), copy)
  })
  if (fault === 'returns nothing') return
  if (fault === 'returns a promise') return Object.assign(world.Promise.reject(new Error('told already')), task)
  return task
}
