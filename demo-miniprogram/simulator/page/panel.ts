import { drawingOf } from '../../miniprogram/sequence/drawing'
import type { Step } from '../../miniprogram/sequence/step'
import { find } from './find'
import { rowElement } from './row'
import { sinceRest } from './since-rest'
import { words } from './words'

/** Beside the phone: what the mini-program logs as 'sequence', drawn as it happens. Without such lines there is no panel. */
const panel = find('panel')
const drawing = find('drawing')
const rows = find('rows')

/** By their ids: what comes again tells more than before. */
let steps = new Map<number, Step>()
/** What the rows show, to leave alone what has not changed: somebody may be reading it. */
let shown: string[] = []
let redrawing = false

find('panel-title').textContent = words.panel
find('lanes').append(
  ...[words.sequence.milliseconds, ...Object.values(words.sequence.lanes)].map((name) => {
    const lane = document.createElement('span')
    lane.textContent = name
    return lane
  }),
)
// A list without bullets is none to some screen readers, unless it says so.
rows.role = 'list'

export function addToPanel([topic, step]: unknown[]): void {
  if (topic !== 'sequence') return
  if (step === 'anew') steps.clear()
  else if (isStep(step)) steps.set(step.id, step)
  else return
  if (redrawing) return
  redrawing = true
  requestAnimationFrame(draw)
}

/** Somebody else's mini-program may log something else by that name. */
function isStep(value: unknown): value is Step {
  const { id, at, fields } = Object(value) as Partial<Step>
  return typeof id === 'number' && typeof at === 'number' && Array.isArray(fields)
}

function draw(): void {
  redrawing = false
  const latest = sinceRest(steps.values())
  steps = new Map(latest.map((step) => [step.id, step]))
  const atEnd = drawing.scrollHeight - drawing.scrollTop - drawing.clientHeight < 2
  const rowsNow = drawingOf(latest, words.sequence)
  const now = rowsNow.map((row) => JSON.stringify(row))
  rowsNow.forEach((row, index) => {
    if (now[index] === shown[index]) return
    const before = rows.children[index]
    if (before) before.replaceWith(rowElement(row))
    else rows.append(rowElement(row))
  })
  while (rows.children.length > now.length) rows.lastElementChild?.remove()
  shown = now
  panel.hidden = false
  if (atEnd) drawing.scrollTop = drawing.scrollHeight
}
