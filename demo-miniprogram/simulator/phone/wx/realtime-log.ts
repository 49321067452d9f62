import type { LogLevel } from '../../common/frame-messages'
import { tell } from '../frame'

/** WeChat keeps these lines on its own servers, where developers search them; here the page around the phone gets them. */
const manager = {
  info: (...values: unknown[]) => write('info', values),
  warn: (...values: unknown[]) => write('warn', values),
  error: (...values: unknown[]) => write('error', values),
  // They say by which words lines can be found later; here nobody searches.
  setFilterMsg() {},
  addFilterMsg() {},
  in() {},
}

export const realtimeLog = { getRealtimeLogManager: () => manager }

function write(level: LogLevel, values: unknown[]): void {
  tell({ type: 'realtime-log', level, values: values.map(asJson) })
}

/** What is logged is as it was when it was logged, and of what is no JSON nothing is kept. */
function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value))
  } catch {
    return String(value)
  }
}
