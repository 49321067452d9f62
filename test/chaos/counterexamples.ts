import type { Scenario } from './steps'
import type { Breach, Rule } from './watch/rules'

/** What chaos has found, each as small as it gets. */
export interface Counterexample {
  sentence: string
  rule: Rule
  /** Not mended yet: how such a breach is told from others, so that a search can pass over it. */
  open?: (breach: Breach) => boolean
  scenario: Scenario
}

export const counterexamples: Counterexample[] = [
  {
    sentence: 'login(extra) that stands in line waits longer than loginTimeout where the clock is set back meanwhile',
    rule: 'waits end',
    open: ({ rule, met }) => rule === 'waits end' && met.includes('a clock set back'),
    scenario: {
      steps: [
        { do: 'misbehave', method: 'login', how: 'never calls back' },
        { do: 'ensureLogin' },
        { do: 'login(extra)', wait: 1 },
        { do: 'jump', by: -10_000 },
      ],
    },
  },
  {
    sentence: 'a login of two attempts may last longer than loginTimeout where the clock is set back meanwhile',
    rule: 'waits end',
    open: ({ rule, met }) => rule === 'waits end' && met.includes('a clock set back'),
    scenario: {
      options: { loginTimeout: 600 },
      steps: [
        { do: 'misbehave', method: 'login', how: 'fails' },
        { do: 'ensureLogin' },
        { do: 'jump', by: -86_400_000 },
      ],
    },
  },
  {
    sentence: 'a request made by a listener of the event of a rejection carries the state that was rejected',
    rule: 'refused states',
    open: ({ detail }) => /in a listener of rejected/.test(detail),
    scenario: {
      steps: [
        { do: 'setState', state: 'new' },
        { do: 'revoke', which: 'all' },
        { do: 'listen', to: 'event', react: 'request' },
        { do: 'request' },
      ],
    },
  },
  {
    sentence: 'who waits for a login joins the next one where a listener of its state logs out and in again',
    rule: 'logout at once',
    scenario: {
      steps: [
        { do: 'listen', to: 'change', react: 'logout' },
        { do: 'listen', to: 'event', react: 'login' },
        { do: 'ensureLogin' },
      ],
    },
  },
  {
    sentence: 'a login begins, and outlives the logout, where logout() is the first use and fails to read storage',
    rule: 'logged out',
    open: ({ met }) => met.includes('a listener of storage-failed'),
    scenario: {
      steps: [
        { do: 'storage', fails: 'read', works: false },
        { do: 'listen', to: 'event', react: 'ensureLogin' },
        { do: 'logout' },
      ],
    },
  },
  {
    sentence: 'who waits for a login waits longer than loginTimeout where its state is refused before they are told',
    rule: 'waits end',
    open: ({ detail }) => /the state that came was lost at once/.test(detail),
    scenario: {
      options: { loginTimeout: 600 },
      steps: [
        { do: 'listen', to: 'change', react: 'optional' },
        { do: 'ensureLogin' },
        { wait: 350, do: 'revoke', which: 'all' },
        { do: 'misbehave', method: 'request', how: 'calls back at once' },
      ],
    },
  },
  {
    sentence: 'a state is not adopted that was known here, and not refused, before another copy stored it again',
    rule: 'adoption',
    open: ({ detail }) => /storage holds .*, which was known before/.test(detail),
    scenario: {
      steps: [
        { do: 'setState', state: 'new' },
        { do: 'start' },
        { wait: 1, copy: 1, do: 'request' },
        { wait: 200, do: 'setState', state: 'new' },
        { copy: 1, do: 'setState', state: 'earlier' },
        { do: 'answer', to: 'call', how: 'rejected' },
        { do: 'request' },
      ],
    },
  },
  {
    sentence: 'a state is lost that a listener sets where logout() is the first use and fails to read storage',
    rule: 'set states',
    open: ({ met }) => met.includes('a listener of storage-failed'),
    scenario: {
      steps: [
        { do: 'storage', fails: 'read', works: false },
        { do: 'listen', to: 'event', react: 'setState' },
        { do: 'logout' },
      ],
    },
  },
  {
    sentence: 'a login() by a listener that hears of the logout of another copy is told LOGGED_OUT at once',
    rule: 'logged out',
    open: ({ detail }) => /login(.extra.)? in a listener of (changes|logout) failed with LOGGED_OUT/.test(detail),
    scenario: {
      steps: [
        { do: 'setState', state: 'new' },
        { do: 'start' },
        { copy: 1, do: 'ensureLogin' },
        { do: 'logout' },
        { copy: 1, do: 'listen', to: 'change', react: 'login' },
        { do: 'revoke', which: 'all' },
        { copy: 1, do: 'request' },
      ],
    },
  },
]

export const isOpen = (breach: Breach): boolean => counterexamples.some(({ open }) => open?.(breach))
