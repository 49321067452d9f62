import { AggregatorRegistry, Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Log, LogEntry } from './log'

/** Those of code2Session that are documented. Whatever else WeChat says must not make a time series of its own. */
const knownErrcodes = [-1, 40013, 40029, 40125, 40163, 40226, 41002, 45011]

/** Counts what the log tells. Labels come from the code and never from a client, so there are few. */
export function createMetrics(): { registry: Registry; log: Log } {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const logins = new Counter({
    name: 'login_server_logins_total',
    help: 'Codes that WeChat was asked about, by how it ended: issued, or the error of the answer',
    labelNames: ['outcome'],
    registers,
  })
  const errcodes = new Counter({
    name: 'login_server_wechat_errcodes_total',
    help: 'Refusals of WeChat by errcode',
    labelNames: ['errcode'],
    registers,
  })
  const rejections = new Counter({
    name: 'login_server_rejections_total',
    help: 'Requests that were answered 401, by route',
    labelNames: ['route'],
    registers,
  })
  const seconds = new Histogram({
    name: 'login_server_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })

  function log(entry: LogEntry): void {
    if (entry.event === 'login-state-issued') logins.inc({ outcome: 'issued' })
    if (entry.event === 'login-failed') {
      const { error, errcode } = entry
      logins.inc({ outcome: error })
      if (errcode !== undefined) errcodes.inc({ errcode: knownErrcodes.includes(errcode) ? errcode : 'other' })
    }
    if (entry.event === 'answered') {
      const { route, status, ms } = entry
      if (status === 401) rejections.inc({ route })
      seconds.observe({ route, status }, ms / 1000)
    }
  }

  return { registry, log }
}

/** Lets the first process gather what each of the others has counted. */
export function handToPrimary(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry)
  new AggregatorRegistry()
}
