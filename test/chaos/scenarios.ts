import fc from 'fast-check'
import type { Moment, Options, Reaction, Scenario, Step } from './steps'
import { corruptRecords } from './world/corrupt-records'
import { misbehaviours } from './world/round-trip'
import { callAnswers, exchangeAnswers } from './world/server'

const reaction = fc.constantFrom<Reaction>(
  'logout',
  'login',
  'login(extra)',
  'ensureLogin',
  'setState',
  'request',
  'optional',
  'abort',
  'throw',
)
const hook = fc.option(
  fc.record({
    on: fc.constantFrom<Moment>('settled', 'success', 'fail', 'complete', 'chunk', 'send'),
    react: reaction,
  }),
  { freq: 3 },
)

// Around all that takes its time here: half a round trip, one, a wx.login, the waits, the timeouts and the cooldown.
const wait = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.constantFrom(1, 49, 50, 51, 99, 100, 101, 199, 299, 300, 301, 399, 400, 401) },
  { weight: 2, arbitrary: fc.nat(700) },
  { weight: 2, arbitrary: fc.constantFrom(600, 1000, 1500, 2999, 3000, 3001, 10_000, 15_000, 20_000, 60_000, 100_000) },
)

const call = fc.record({
  do: fc.constantFrom('request', 'request', 'uploadFile', 'downloadFile', 'stream', 'withLogin'),
  login: fc.constantFrom('required', 'required', 'required', 'optional', 'none'),
  url: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(99)),
  delay: fc.constantFrom(100, 100, 100, 60, 300, 1000, 5000),
  header: fc.constantFrom('none', 'own', 'authorization'),
  callbacks: fc.constantFrom('none', 'all', 'instead of the promise'),
  frozen: fc.boolean(),
  stream: fc.constantFrom('plain', 'plain', 'headless', 'turns'),
  hook,
})

const fixed = <Name extends string>(...names: Name[]) => fc.record({ do: fc.constantFrom(...names) })
const calls = ['request', 'request', 'uploadFile', 'downloadFile']
const ofLogin = ['gives an earlier code', 'gives no code', 'gives a number', 'gives nothing', 'is blocked']
const ofExchange = ['throws', 'never settles', 'resolves with nothing', 'returns no promise', 'returns a state']

const misbehave = fc.oneof(
  fc.record({ method: fc.constant('login'), how: fc.constantFrom(...misbehaviours, ...ofLogin) }),
  fc.record({ method: fc.constantFrom(...calls), how: fc.constantFrom(...misbehaviours) }),
  fc.record({ method: fc.constant('checkSession'), how: fc.constantFrom(...misbehaviours) }),
  fc.record({ method: fc.constant('exchange'), how: fc.constantFrom(...ofExchange) }),
  fc.record({ method: fc.constant('authorize'), how: fc.constant('throws') }),
)

const seconds = fc.constantFrom<(number | string | null)[]>(
  null,
  null,
  0.001,
  1,
  2,
  10,
  100,
  1000,
  7200,
  1e18,
  0,
  -1,
  '7200',
)
const span = fc.constantFrom(1, 1000, 3000, 10_000, 60_000, 3_600_000, 86_400_000, 10 * 365 * 86_400_000)
const states = ['new', 'new', 'earlier', 'short-lived', 'invalid', 'with session_key'] as const
const records = fc.nat(corruptRecords.length - 1)

const times = fc.constantFrom(1, 1, 1, 2, 3, 4)
const answer = (to: 'exchange' | 'call', ways: string[]) =>
  fc.tuple(fc.constantFrom(...ways), times).map(([how, times]) => ({ do: 'answer', to, how, times }))

/** What may happen, with how often it does. */
const kinds: [number, fc.Arbitrary<object>][] = [
  [14, call],
  [6, fc.record({ do: fc.constantFrom('ensureLogin', 'login', 'login(extra)', 'ensureSessionKey'), hook })],
  [2, fixed('logout')],
  [1, fixed('start', 'restart')],
  [1, fixed('interrupt')],
  [2, fc.record({ do: fc.constant('setState'), state: fc.constantFrom(...states) })],
  [2, fc.record({ do: fc.constant('abort'), which: fc.nat(9) })],
  [2, fc.record({ do: fc.constant('listen'), to: fc.constantFrom('change', 'event'), react: reaction })],
  [4, fc.record({ do: fc.constant('revoke'), which: fc.constantFrom('all', 'newest') })],
  [2, fc.record({ do: fc.constant('expire'), seconds })],
  [3, fc.record({ do: fc.constant('age'), left: fc.constantFrom('a twentieth', 'a fifth', 1, 0) })],
  [
    1,
    fc.record({
      do: fc.constant('jump'),
      by: fc.oneof(
        span,
        span.map((by) => -by),
      ),
    }),
  ],
  [1, fc.record({ do: fc.constant('sleep'), by: span })],
  [5, fc.tuple(misbehave, times).map(([given, times]) => ({ do: 'misbehave', ...given, times }))],
  [4, answer('exchange', Object.keys(exchangeAnswers))],
  [3, answer('call', ['rejected', 'rejected', ...Object.keys(callAnswers)])],
  [
    1,
    fc.record({ do: fc.constant('storage'), fails: fc.constantFrom('read', 'write', 'remove'), works: fc.boolean() }),
  ],
  [1, fc.record({ do: fc.constant('corrupt'), record: records })],
  [1, fc.record({ do: fc.constant('single page'), on: fc.boolean() })],
  [1, fc.record({ do: fc.constant('session_key'), dies: fc.constant(true) })],
]

const step = fc.oneof(
  ...kinds.map(([weight, arbitrary], kind) => ({ weight, arbitrary: arbitrary.map((given) => ({ kind, given })) })),
)

const options: fc.Arbitrary<Options> = fc.record({
  loginTimeout: fc.constantFrom(15_000, 1000, 600),
  cooldown: fc.constantFrom(3000, 0, 100_000),
  exchange: fc.constantFrom('url', 'url', 'function'),
  authorize: fc.constantFrom('default', 'custom'),
  rejectsBy: fc.constantFrom('status', 'status', 'body'),
  callbacks: fc.constantFrom('microtask', 'microtask', 'macrotask'),
  random: fc.constantFrom(0.5, 0, 0.999),
  expiresIn: fc.constantFrom(null, null, 7200, 100, 0.001),
})

const when = fc.record({ wait, copy: fc.nat(2) })

// Runs in which only a few kinds of things happen get deeper than those in which everything does.
const few = fc.subarray([...kinds.keys()].slice(2), { minLength: 2, maxLength: 5 }).map((some) => [0, 1, ...some])
const happening = fc.oneof(fc.constant([...kinds.keys()]), few)

const steps = fc
  .tuple(happening, fc.array(fc.tuple(step, when), { minLength: 1, maxLength: 60, size: 'max' }))
  .map(([happening, steps]) =>
    steps
      .filter(([{ kind }]) => happening.includes(kind))
      .map(([{ given }, when]) => ({ ...when, ...given }) as Step)
      .slice(0, 24),
  )

export const scenarios: fc.Arbitrary<Scenario> = fc.record({ options, steps })
