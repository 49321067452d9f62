import type { Step } from './step'

/** One row of the drawing: an arrow, or several that are alike and follow each other. */
export interface Row extends Pick<Step, 'id' | 'from' | 'to' | 'name' | 'kind' | 'status' | 'fields'> {
  /** Milliseconds since the first row. */
  at: number
  /** From 0, one for each arrow: all of them are drawn. */
  arrows: number[]
  /** The free space above it, from 0 to 100: more where more time has passed since the row before. */
  space: number
  /** How many callers wait when the row begins… */
  waitingBefore: number
  /** …and after its last arrow. */
  waiting: number
}

/** What to draw of these steps. A step that comes twice, by its id, counts as it was told last. */
export function rowsOf(steps: readonly Step[]): Row[] {
  const latest = new Map(steps.map((step) => [step.id, step]))
  // By id as well, for not every phone's sort leaves equals as they were.
  const ordered = [...latest.values()].sort((a, b) => a.at - b.at || a.id - b.id)
  const rows: Row[] = []
  const start = ordered[0]?.at ?? 0
  let before = start
  let waiting = 0
  for (const step of ordered) {
    const waitingBefore = waiting
    waiting = step.waiting ?? waiting
    const row = rows[rows.length - 1]
    if (row && isAlike(row, step)) {
      row.arrows.push(row.arrows.length)
      row.waiting = waiting
    } else {
      const { id, at, from, to, name, kind, status, fields } = step
      rows.push({
        ...{ id, from, to, name, kind, fields, waitingBefore, waiting },
        ...(status !== undefined && { status }),
        at: Math.round(at - start),
        arrows: [0],
        space: spaceOf(at - before),
      })
    }
    before = step.at
  }
  return rows
}

function isAlike(row: Row, step: Step): boolean {
  const names = ['from', 'to', 'name', 'kind', 'status'] as const
  return names.every((name) => row[name] === step[name]) && `${row.fields}` === `${step.fields}`
}

/** By the root, so that a millisecond shows and two seconds fit on the screen. */
function spaceOf(milliseconds: number): number {
  return Math.min(100, Math.round(2.5 * Math.sqrt(milliseconds)))
}
