/** Legible on light and on dark pages, which the image asks for itself. */
const style = `<style>
text { font: 12px system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; fill: #1f2328 }
.title { font-size: 16px; font-weight: 600 } .name { font-weight: 600 }
.muted, .tick { fill: #59636e } .x { text-anchor: middle } .y { text-anchor: end }
.grid { stroke: #d1d9e0; fill: none } .trouble { fill: #afb8c1; fill-opacity: .35 }
.calls { fill: #7aa7dc } .exchanges { fill: #d1541b } .capacity { stroke: #1f2328; stroke-width: 1.5; stroke-dasharray: 4 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .muted, .tick { fill: #9198a1 } .grid { stroke: #3d444d } .trouble { fill: #656c76 }
  .calls { fill: #4a7ab5 } .exchanges { fill: #f0803f } .capacity { stroke: #f0f6fc }
}
</style>`

/** With one decimal, which is finer than a screen. */
export const place = (value: number): string => String(Math.round(value * 10) / 10)

export function text(x: number, y: number, words: string, name: string): string {
  return `<text class="${name}" x="${place(x)}" y="${place(y)}">${words}</text>`
}

/** The whole image. */
export function frame(width: number, height: number, title: string, parts: string[]): string {
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  const lines = [`<title>${title}</title>`, style, text(12, 22, title, 'title'), ...parts]
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n${lines.join('\n')}\n</svg>\n`
}

/** Round steps for an axis up to this value, some `steps` of them. */
export function nice(most: number, steps: number): { step: number; end: number } {
  const rough = most / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10)
  return { step, end: Math.ceil(most / step) * step }
}
