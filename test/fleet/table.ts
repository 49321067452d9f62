import type { Client } from './clients'
import type { Figures } from './measure'
import type { Scenario } from './scenarios'

export interface Row {
  scenario: Scenario
  client: Client
  figures: Figures
}

const columns: [name: string, chinese: string, show: (figures: Figures) => string][] = [
  ['peak, requests/s', '峰值（请求/秒）', ({ peak }) => peak.toLocaleString('en')],
  ['peak ÷ calm', '峰值 ÷ 平时', ({ timesCalm }) => timesCalm.toFixed(1)],
  ['exchanges per needed login', '每次必要登录的换取次数', ({ amplification }) => amplification.toFixed(1)],
  ['recovery, s', '恢复时间（秒）', ({ recovery }) => (recovery === undefined ? '–' : String(recovery))],
  ['failures per user', '每个用户失败的请求', ({ failures }) => failures.toFixed(1)],
  ['logged out at the end', '结束时仍未登录', ({ loggedOut }) => `${loggedOut.toFixed(0)} %`],
]

/** For `console.table`. */
export const cellsOf = (figures: Figures): Record<string, string> =>
  Object.fromEntries(columns.map(([name, , show]) => [name, show(figures)]))

/** In Markdown, under the command that made it. */
export function document(command: string, seconds: number, rows: Row[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [
    `\`${command}\``,
    '',
    `Runs of ${seconds} seconds; – is no recovery in that time. · 每次模拟 ${seconds} 秒；– 表示期间没有恢复。`,
    '',
    line(['scenario<br>场景', 'client<br>客户端', ...columns.map(([name, chinese]) => `${name}<br>${chinese}`)]),
    line(['---', '---', ...columns.map(() => '---:')]),
    ...rows.map(({ scenario, client, figures }) =>
      line([`\`${scenario.name}\``, `\`${client.name}\``, ...columns.map(([, , show]) => show(figures))]),
    ),
    '',
  ].join('\n')
}
