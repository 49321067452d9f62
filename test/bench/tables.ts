import { brotliCompressSync } from 'node:zlib'
import { gzipped } from '../published/bundle'
import { type Contender, names } from './contenders'
import { short, table, whole } from './format'
import { type Figures, isMet, limitsOf } from './limits'
import { crowds, largest, outcomeOf, type Storm, type StormOutcome } from './measure/storms'
import type { Outcome } from './realm'

const { bare, naive } = names
const [, fewer] = crowds

export const limits = (figures: Figures): string =>
  table(
    ['', 'must be', 'aim', 'is', ''],
    limitsOf(figures).map((limit) => {
      const { what, is, must, aim } = limit
      const verdict = !isMet(limit) ? '**missed**' : is <= aim ? 'aim reached' : 'holds'
      return [what, `≤ ${short(must)}`, short(aim), short(is), verdict]
    }),
  )

export const sizes = (contenders: Contender[]): string =>
  table(
    ['bytes', 'minified', 'gzip', 'brotli'],
    contenders.map(({ name, bundle }) => {
      const bytes = [Buffer.byteLength(bundle), gzipped(bundle), brotliCompressSync(bundle).length]
      return [name, ...bytes.map(whole)]
    }),
  )

export const loading = ({ load }: Figures): string =>
  table(
    ['', 'µs', `× ${naive}`],
    [...load].map(([name, cost]) => [name, whole(cost), short(cost / (load.get(naive) as number))]),
  )

export const requests = ({ warm: { cpu, allocated, promises, reads, writes } }: Figures): string =>
  table(
    ['', 'µs', `× ${bare}`, 'bytes', 'promises', 'storage reads', 'storage writes'],
    [...cpu].map(([name, cost]) => {
      const counts = [allocated, promises, reads, writes].map((figure) => whole(figure.get(name) as number))
      return [name, short(cost), short(cost / (cpu.get(bare) as number)), ...counts]
    }),
  )

/** Each method of `wx` with how often it was called. */
function callsOf({ login, request, getStorageSync, setStorageSync, removeStorageSync }: Outcome): string {
  return Object.entries({ login, request, getStorageSync, setStorageSync, removeStorageSync })
    .filter(([, times]) => times)
    .map(([method, times]) => (times > 1 ? `${times} ${method}` : method))
    .join(', ')
}

export const coldStarts = ({ coldStarts }: Figures): string =>
  table(
    ['', 'missing, ms', 'calls', 'cached, ms', 'calls', 'expired, ms', 'calls'],
    coldStarts.map(({ name, missing, cached, expired }) => [
      name,
      ...[missing, cached, expired].flatMap((outcome) => [whole(outcome.elapsed), callsOf(outcome)]),
    ]),
  )

function storyOf({ callers, login, exchanges, sends, answered, failed }: StormOutcome): string {
  const ends = { answered, failed, 'never told': callers - answered - failed }
  const told = Object.entries(ends).filter(([, count]) => count)
  return [
    ...[login, exchanges, sends].map(whole),
    told.map(([end, count]) => `${whole(count)} ${end}`).join(', '),
  ].join(' · ')
}

export const storm = (wanted: Storm, { outcomes }: Figures): string =>
  table(
    ['', ...crowds.map(whole), `µs for each of ${whole(largest)}`, `× ${naive}`, `× each of ${whole(fewer)}`],
    [...new Set(outcomes.map(({ contender }) => contender))].map((contender) => {
      const ofCrowds = crowds.map((callers) => outcomeOf(outcomes, wanted, contender, callers))
      const [, ofFewer, ofLargest] = ofCrowds
      const others = [outcomeOf(outcomes, wanted, naive, largest), ofFewer]
      return [
        contender,
        ...ofCrowds.map((outcome) => (outcome ? storyOf(outcome) : '–')),
        ofLargest ? short(ofLargest.cost) : '–',
        ...others.map((other) => (ofLargest && other ? short(ofLargest.cost / other.cost) : '–')),
      ]
    }),
  )
