import pino from 'pino'
import { type Log, type LogEntry, lineOf } from './log'

/** A line of JSON for each entry, on the standard output: for whatever collects logs. */
export function createJsonLog(): Log {
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime })
  return (entry) => logger[levelOf(entry)](entry, lineOf(entry))
}

/** An error is for the operator to mend, a warning to know. */
function levelOf(entry: LogEntry): 'info' | 'warn' | 'error' {
  switch (entry.event) {
    case 'login-failed':
      return 'warn'
    case 'store-unreachable':
    case 'process-died':
      return 'error'
    case 'answered':
      return Number(entry.status) >= 500 ? 'error' : 'info'
    default:
      return 'info'
  }
}
