import type { Client } from './clients'
import { arrivals, type Figures } from './measure'
import { type Scenario, start } from './scenarios'
import type { Run } from './simulate'
import { frame, nice, place, text } from './svg'
import type { Language, Text } from './text'

/** A panel: who asked, what was counted, and what it comes to. */
export interface Curve {
  client: Client
  run: Run
  figures: Figures
}

export interface Plot {
  scenario: Scenario
  curves: Curve[]
  apps: number
  seconds: number
}

const panel = { width: 356, height: 150 }
const gap = { x: 64, y: 76 }
const left = 64
const top = 118
const width = left + 2 * panel.width + gap.x + 16

/** Draws requests a second at the server, a panel for each client, all to one scale. */
export function plot({ scenario, curves, apps, seconds }: Plot, language: Language): string {
  const { step, end } = nice(Math.max(...curves.map(({ figures }) => figures.peak)), 4)
  const x = (second: number) => (second / seconds) * panel.width
  const y = (requests: number) => panel.height * (1 - requests / end)
  const points = (values: number[]) => values.map((value, second) => `${place(x(second + 0.5))},${place(y(value))}`)
  const area = (name: string, upper: number[], lower: number[]) =>
    `<path class="${name}" d="M${points(upper).join('L')}L${points(lower).reverse().join('L')}Z"/>`
  const across = (name: string, requests: number) =>
    `<path class="${name}" d="M0,${place(y(requests))}h${panel.width}"/>`

  function draw({ client, run, figures: { recovery } }: Curve, index: number): string {
    const all = arrivals(run, seconds)
    const calls = all.map((value, second) => value - (run.exchanges[second] ?? 0))
    const none = all.map(() => 0)
    // Where it was over at once, it is a line.
    const trouble = Math.max(2, x(scenario.mended) - x(start))
    const corner = [left + (index % 2) * (panel.width + gap.x), top + Math.floor(index / 2) * (panel.height + gap.y)]
    return [
      `<g transform="translate(${corner.join(' ')})">`,
      text(0, -24, client.title[language], 'name'),
      text(0, -9, outcomeOf(recovery, seconds - scenario.mended)[language], 'muted'),
      `<rect class="trouble" x="${place(x(start))}" width="${place(trouble)}" height="${panel.height}"/>`,
      ...upTo(end, step).map(
        (tick) => across('grid', tick) + text(-8, y(tick) + 4, tick.toLocaleString('en'), 'tick y'),
      ),
      area('calls', calls, none),
      area('exchanges', all, calls),
      across('capacity', run.capacity),
      ...upTo(seconds, 50).map((tick) => text(x(tick), panel.height + 16, String(tick), 'tick x')),
      text(panel.width / 2, panel.height + 32, { en: 'seconds', zh: '时间（秒）' }[language], 'tick x'),
      '</g>',
    ].join('\n')
  }

  const height = top + Math.ceil(curves.length / 2) * (panel.height + gap.y) - 30
  const axis = { en: 'requests a second at the server', zh: '服务器每秒收到的请求数' }[language]
  const fleet = { en: `${apps.toLocaleString('en')} apps`, zh: `${apps.toLocaleString('en')} 个小程序` }[language]
  return frame(width, height, scenario.title[language], [
    text(12, 44, fleet, 'muted'),
    ...legend(language),
    ...curves.map(draw),
    `<g transform="translate(14 ${(top + height) / 2}) rotate(-90)">${text(0, 0, axis, 'tick x')}</g>`,
  ])
}

const outcomeOf = (recovery: number | undefined, after: number): Text =>
  recovery === undefined
    ? { en: `has not recovered after ${after} s`, zh: `${after} 秒后仍未恢复` }
    : { en: `recovers after ${recovery} s`, zh: `${recovery} 秒后恢复` }

/** From 0, in steps. */
const upTo = (end: number, step: number): number[] =>
  Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => index * step)

function legend(language: Language): string[] {
  const box = (name: string) => `<rect class="${name}" y="-9" width="12" height="9"/>`
  const keys: [mark: string, at: Record<Language, number>, words: Text][] = [
    [box('exchanges'), { en: 12, zh: 12 }, { en: 'exchanges', zh: '换取登录态' }],
    [box('calls'), { en: 110, zh: 120 }, { en: 'other requests', zh: '其他请求' }],
    [
      '<path class="capacity" d="M0,-4h12"/>',
      { en: 236, zh: 216 },
      { en: 'exchanges that the server can do', zh: '服务器最多能完成的换取' },
    ],
    [box('trouble'), { en: 482, zh: 396 }, { en: 'something is wrong with it', zh: '故障期间' }],
  ]
  return keys.map(
    ([mark, at, words]) =>
      `<g transform="translate(${at[language]} 68)">${mark}${text(18, 0, words[language], 'muted')}</g>`,
  )
}
