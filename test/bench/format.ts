export const whole = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 0 })

export const short = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })

/** In Markdown, with names on the left and figures on the right. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`
  return [line(head), line(head.map((_, column) => (column ? '---:' : '---'))), ...rows.map(line)].join('')
}
