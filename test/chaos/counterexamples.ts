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
  {
    sentence: 'a login comes into force after the logout by a listener that hears that its state could not be stored',
    rule: 'logged out',
    scenario: {
      steps: [
        { do: 'storage', fails: 'write', works: false },
        { do: 'listen', to: 'event', react: 'logout' },
        { do: 'ensureLogin' },
      ],
    },
  },
  {
    sentence: 'ensureSessionKey() waits for a renewal that fails, and then once more as long as loginTimeout',
    rule: 'waits end',
    open: ({ detail }) => /a renewal that failed included/.test(detail),
    scenario: {
      options: { loginTimeout: 600, cooldown: 0, expiresIn: 100 },
      steps: [
        { do: 'ensureLogin' },
        { wait: 400, do: 'age', left: 'a twentieth' },
        { do: 'session_key', dies: true },
        { do: 'ensureSessionKey' },
        { do: 'answer', to: 'exchange', how: '401' },
        { wait: 350, do: 'session_key', dies: true },
      ],
    },
  },
  {
    sentence: 'a state is not adopted that came into storage after a rejection without a replay',
    rule: 'adoption',
    open: ({ detail }) => /since a rejection without a replay/.test(detail),
    scenario: {
      steps: [
        { do: 'setState', state: 'new' },
        { do: 'start' },
        { wait: 1, do: 'revoke', which: 'all' },
        { do: 'request', delay: 1000 },
        { do: 'stream', stream: 'turns' },
        { wait: 300, copy: 1, do: 'setState', state: 'new' },
      ],
    },
  },
  {
    sentence: 'a rejected call is not replayed after the refused replay of a call that a logout had ended',
    rule: 'one replay',
    open: ({ detail }) => /without a replay, after one of a call that a logout had ended/.test(detail),
    scenario: {
      steps: [
        { do: 'setState', state: 'new' },
        { do: 'revoke', which: 'all' },
        { do: 'request' },
        { wait: 300, do: 'answer', to: 'call', how: 'rejected' },
        { wait: 250, do: 'logout' },
        { do: 'setState', state: 'earlier' },
        { do: 'request' },
      ],
    },
  },
  {
    sentence:
      'a call made during a check of the session_key gets the state that is about to expire, and that is not renewed',
    rule: 'early renewal',
    scenario: {
      options: { expiresIn: 100 },
      steps: [
        { do: 'ensureLogin' },
        { wait: 400, do: 'ensureSessionKey' },
        { do: 'age', left: 'a twentieth' },
        { do: 'request' },
      ],
    },
  },
]

export const isOpen = (breach: Breach): boolean => counterexamples.some(({ open }) => open?.(breach))
