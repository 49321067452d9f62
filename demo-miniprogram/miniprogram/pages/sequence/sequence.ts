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

Page({
  data: {
    labels,
    words,
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

  /** The last step that is not drawn. */
  from: 0,
  redrawing: undefined as ReturnType<typeof setTimeout> | undefined,
  stopListening: undefined as (() => void) | undefined,

  onLoad() {
    wx.setNavigationBarTitle({ title: words.title })
    this.stopListening = recorder.recording.onChange(() => {
      if (this.data.chosen !== '') this.redrawing ??= setTimeout(() => this.draw(), redrawEvery)
    })
  },

  onUnload() {
    if (this.redrawing !== undefined) clearTimeout(this.redrawing)
    this.stopListening?.()
  },

  async play({ currentTarget }: WechatMiniprogram.BaseEvent<object, { name: Name }>) {
    const { name } = currentTarget.dataset
    const { prepare, start } = scenarios[name]
    this.setData({ chosen: '', status: labels.working, outcome: '', busy: true, failed: false })
    try {
      await prepare()
      this.from = recorder.startAnew()
      this.setData({
        chosen: name,
        status: words.scenarios[name].hint,
        ...{ rows: [], costs: nothing, naive: nothing },
      })
      this.setData({ outcome: await outcomeOf(start()) })
    } catch (error) {
      this.setData({ status: sayFailure(error), failed: true })
    }
    this.setData({ busy: false })
  },

  draw() {
    this.redrawing = undefined
    const steps = recorder.recording.steps.filter(({ id }) => id > this.from)
    const rows = drawingOf(steps, words)
    const shown = this.data.rows
    const changes: Record<string, unknown> = { costs: costsOf(steps), naive: naiveCostsOf(steps) }
    if (rows.length < shown.length) changes.rows = rows
    else
      rows.forEach((row, index) => {
        if (JSON.stringify(row) !== JSON.stringify(shown[index])) changes[`rows[${index}]`] = row
      })
    this.setData(changes)
  },
})

/** How many were answered, and what the others were told. */
async function outcomeOf(calls: Promise<unknown>[]): Promise<string> {
  const told = new Map<string, number>()
  await Promise.all(
    calls.map((call) =>
      call.catch((error) => {
        const code = error instanceof AuthError ? error.code : sayFailure(error)
        told.set(code, (told.get(code) ?? 0) + 1)
      }),
    ),
  )
  const failed = [...told.values()].reduce((sum, count) => sum + count, 0)
  const lines = [...told].map(([code, count]) => words.told(count, code))
  if (failed < calls.length) lines.unshift(words.answered(calls.length - failed))
  return lines.join(' · ')
}
