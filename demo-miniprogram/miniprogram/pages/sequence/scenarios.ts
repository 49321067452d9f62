import { auth } from '../../auth'
import { expectSuccess, letServerForget } from '../../server'
import type { sequence } from '../../words'

export interface Scenario {
  /** Is done before anything is drawn. */
  prepare(): Promise<void>
  /** The calls whose outcome counts. */
  start(): Promise<unknown>[]
}

const askMe = (query = '') => auth.request({ url: `/me${query}` }).then(({ statusCode }) => expectSuccess(statusCode))

const many = (count: number) => Array.from({ length: count }, () => askMe())

const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** The demo's server, which answers for WeChat as well, makes trouble when it is asked to. */
async function order(trouble: { slow?: number; down?: number }): Promise<void> {
  const { statusCode } = await auth.request({ url: '/trouble', method: 'POST', data: trouble, login: 'none' })
  expectSuccess(statusCode)
}

async function logIn(): Promise<void> {
  if (!auth.state) await auth.login()
}

/** The login state that there is has no time left, as after a long pause. */
async function runOut(): Promise<void> {
  await logIn()
  if (auth.state) auth.setState({ ...auth.state, expiresIn: 0.001 })
  await pass(5)
}

async function forgets(): Promise<void> {
  await logIn()
  await letServerForget()
}

export const scenarios: Record<keyof typeof sequence.scenarios, Scenario> = {
  many: { prepare: runOut, start: () => many(20) },

  // Long enough for the login which the first rejection causes.
  late: { prepare: forgets, start: () => [askMe(), askMe('?wait=1000')] },

  forgets: { prepare: forgets, start: () => many(20) },

  slow: {
    async prepare() {
      await runOut()
      await order({ slow: 2000 })
    },
    start: () => many(5),
  },

  down: {
    async prepare() {
      await runOut()
      await order({ down: 900 })
    },
    start: () => many(5),
  },

  logout: {
    async prepare() {
      await runOut()
      await order({ slow: 1500 })
    },
    start() {
      const callers = many(5)
      setTimeout(() => auth.logout(), 300)
      return callers
    },
  },
}
