import { AuthError } from 'miniprogram-login'
import { recorder } from '../../auth'
import { costsOf } from '../../sequence/costs'
import { type DrawnRow, drawingOf } from '../../sequence/drawing'
import { naiveCostsOf } from '../../sequence/naive'
import { labels, sayFailure, sequence as words } from '../../words'
import { scenarios } from './scenarios'

type Name = keyof typeof scenarios

/** Milliseconds. On a phone, whatever setData hands over is copied from one thread to another. */
const redrawEvery = 100

const names = Object.keys(words.scenarios) as Name[]
const nothing = costsOf([])
const { empty, thisPackage, naive, naiveNote } = words

Page({
  data: {
    labels,
    // Not all words: some are functions, and data holds none.
    words: { empty, thisPackage, naive, naiveNote },
    chips: names.map((name) => ({ name, label: words.scenarios[name].label })),
    chosen: '',
    status: '',
    outcome: '',
    busy: false,
    failed: false,
    rows: [] as DrawnRow[],
    costs: nothing,
    naive: nothing,
  },

  /** The last step that is not drawn. Undefined while a scenario is being prepared. */
  from: undefined as number | undefined,
  redrawing: undefined as ReturnType<typeof setTimeout> | undefined,
  stopListening: undefined as (() => void) | undefined,

  onLoad() {
    wx.setNavigationBarTitle({ title: words.title })
    this.stopListening = recorder.recording.onChange(() => {
      if (this.from !== undefined) this.redrawing ??= setTimeout(() => this.draw(), redrawEvery)
    })
  },

  onUnload() {
    if (this.redrawing !== undefined) clearTimeout(this.redrawing)
    this.stopListening?.()
  },

  async play({ currentTarget }: WechatMiniprogram.BaseEvent<object, { name: Name }>) {
    const { name } = currentTarget.dataset
    const { prepare, start } = scenarios[name]
    this.from = undefined
    this.setData({
      ...{ chosen: name, busy: true, failed: false },
      ...{ status: words.scenarios[name].hint, outcome: labels.working },
      ...{ rows: [], costs: nothing, naive: nothing },
    })
    try {
      await prepare()
      this.from = recorder.startAnew()
      this.setData({ busy: false, outcome: await outcomeOf(start()) })
    } catch (error) {
      this.setData({ busy: false, chosen: '', status: sayFailure(error), outcome: '', failed: true })
    }
  },

  draw() {
    this.redrawing = undefined
    const { from } = this
    if (from === undefined) return
    const steps = recorder.recording.steps.filter(({ id }) => id > from)
    const rows = drawingOf(steps, words)
    const shown = this.data.rows
    // Of the rows only those that have changed.
    const changes: Record<string, unknown> = { costs: costsOf(steps), naive: naiveCostsOf(steps) }
    rows.forEach((row, index) => {
      if (JSON.stringify(row) !== JSON.stringify(shown[index])) changes[`rows[${index}]`] = row
    })
    if (rows.length < shown.length) changes.rows = rows
    this.setData(changes)
  },
})

/** How many were answered, and what the others were told. */
async function outcomeOf(calls: Promise<unknown>[]): Promise<string> {
  const codes = await Promise.all(
    calls.map((call) =>
      call.then(
        () => '',
        (error) => (error instanceof AuthError ? error.code : sayFailure(error)),
      ),
    ),
  )
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  const lines = [...counts].map(([code, count]) => (code ? words.told(count, code) : words.answered(count)))
  return lines.join(' · ')
}
