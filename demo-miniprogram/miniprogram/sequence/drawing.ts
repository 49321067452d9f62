import type { zh } from '../words/zh'
import { type Row, rowsOf } from './rows'
import type { Step } from './step'

/** In the reader's language. */
export type SequenceWords = typeof zh.sequence

/** A row with all that is said of it. */
export interface DrawnRow extends Row {
  caption: string
  /** Beside the waiting bar, where another number waits than before. */
  waits: string
  /** Shown on a tap. */
  details: string[]
  /** For who cannot see the arrow. */
  spoken: string
}

export function drawingOf(steps: readonly Step[], words: SequenceWords): DrawnRow[] {
  return rowsOf(steps).map((row, index, rows) => {
    const { at, from, to, fields, waiting, waitingBefore, arrows } = row
    const caption = captionOf(row, words) + (arrows.length > 1 ? ` × ${arrows.length}` : '')
    // Nobody has waited who is sent on within the same millisecond.
    const lasts = rows[index + 1]?.at !== at
    const waits = lasts && waiting > 0 && waiting !== waitingBefore ? words.waiting(waiting) : ''
    const way = from === to ? words.lanes[from] : `${words.lanes[from]} → ${words.lanes[to]}`
    const travelled =
      from === to ? [] : [fields.length > 0 ? words.travelled(fields.join(', ')) : words.nothingTravelled]
    return {
      ...{ ...row, caption, waits },
      details: [`${row.name}: ${way}`, ...travelled],
      spoken: [words.at(at), way, caption, waits].filter((part) => part !== '').join(', '),
    }
  })
}

function captionOf({ from, to, name, kind, status, fields }: Row, words: SequenceWords): string {
  switch (kind) {
    case 'call':
      return from === to ? words.loggedOut : name
    case 'replay':
      return `${words.replay} ${name}`
    case 'rejected':
      return `${status} ${words.rejected}`
    case 'failed':
      return status === undefined ? (from === 'app' ? words.cancelled : words.noAnswer) : `${status} ${words.failed}`
    case 'answer':
      // The token is the login state on its way.
      if (fields.includes('token')) return `${status} ${words.loginState}`
      return status === undefined ? fields.join(', ') : String(status)
  }
}
