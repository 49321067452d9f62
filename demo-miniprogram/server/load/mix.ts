import autocannon, { type Result } from 'autocannon'
import { startWechatStandIn } from '../wechat-stand-in'
import { type Clients, createClients, deliberate } from './clients'
import { findLeaks } from './leaks'
import type { Memory } from './server'
import { type ServerProcess, startServerProcess } from './server-process'

/**
 * Bytes that the server may hold more after a half of the run than before it. Everybody is logged out at both moments:
 * what is more are the used codes, some 100 bytes each, and what V8 compiled, about half of this together. A hundred bytes
 * that each request leaves behind are more than this.
 */
const maxGrowth = 1e6

interface Phase extends Memory {
  name: string
  result: Result
}

/** A mixture of all that clients do, right and wrong, with an eye on the memory and the log. Returns what went wrong. */
export async function mix(seconds: number, connections: number): Promise<string[]> {
  const half = Math.floor(seconds * 0.4)
  const wechat = await startWechatStandIn({ quota: Number.POSITIVE_INFINITY })
  const { appId: WECHAT_APPID, secret: WECHAT_SECRET, url: WECHAT_API } = wechat
  const server = await startServerProcess({ WECHAT_APPID, WECHAT_SECRET, WECHAT_API }, { keepLog: true })
  const clients = createClients(server.url, wechat)
  const phases: Phase[] = []
  const play = async (name: string, duration: number) => {
    const result = await run(clients, server, duration, connections)
    phases.push({ name, result, ...(await server.measure()) })
  }
  await play('warm-up', half / 2)
  await play('first half', half)
  await play('second half', half)
  // What V8 compiles late is compiled once; what each request leaves behind is left behind again.
  if (growthIn(phases) > maxGrowth) await play('once more', half)
  const wrote = await server.stop()
  await wechat.close()
  return report(phases, clients, wrote)
}

async function run(clients: Clients, { url }: ServerProcess, duration: number, connections: number): Promise<Result> {
  const others = [setInterval(clients.revokeAll, 1000), setInterval(clients.leave, 20)]
  const result = await autocannon({ url, duration, connections, requests: clients.requests, bailout: 1 })
  others.forEach(clearInterval)
  await clients.revokeAll()
  return result
}

/** Bytes that the server came to hold in the last phase. */
function growthIn(phases: Phase[]): number {
  const [before, after] = phases.slice(-2) as [Phase, Phase]
  return after.held - before.held
}

/** Says what happened, and returns what should not have happened. */
function report(phases: Phase[], clients: Clients, wrote: Awaited<ReturnType<ServerProcess['stop']>>): string[] {
  const { answers, errors, secrets } = clients
  const problems: string[] = errors.slice(0, 5)
  if (errors.length > 5) problems.push(`… and ${errors.length - 5} more wrong answers`)

  const megabytes = (bytes: number) => Math.round(bytes / 1e4) / 100
  const rows = phases.map(({ name, result: { requests, latency }, held, rss }) => [
    name,
    {
      'requests/s': requests.average,
      'p50 ms': latency.p50,
      'p99 ms': latency.p99,
      'held MB': megabytes(held),
      'RSS MB': megabytes(rss),
    },
  ])
  console.table(Object.fromEntries(rows))
  console.table(answers)
  for (const { name, result } of phases)
    if (result.errors) problems.push(`${name}: ${result.errors} connections broke, ${result.timeouts} with no answer`)

  const growth = growthIn(phases)
  const leaks = findLeaks(wrote.log, secrets)
  const lines = wrote.log.split('\n')
  const failures = lines.filter((line) => / → 5\d\d/.test(line))
  const answered = Object.values(answers).flatMap((counts) => Object.values(counts))
  console.log(`${deliberate}.`)
  console.log(`${clients.left} more clients left in the middle of a request.`)
  console.log(
    `In the last phase the server came to hold ${megabytes(growth)} MB more; ${megabytes(maxGrowth)} are allowed.`,
  )
  console.log(`Its log has ${lines.length} lines, with ${leaks.length} of ${secrets.size} secrets in them.`)
  if (growth > maxGrowth) problems.push('the memory grows')
  // Of those that nobody was left to hear, too.
  if (failures.length) problems.push(`the log tells of ${failures.length} failures: ${failures[0]}`)
  if (lines.length < answered.reduce((sum, count) => sum + count, 0)) problems.push('answers are missing in the log')
  if (leaks.length) problems.push(`the log tells secrets: ${leaks.slice(0, 3).join(', ')}`)
  if (wrote.complaints || wrote.exitCode !== 0) problems.push(`the server said: ${wrote.complaints || wrote.exitCode}`)
  return problems
}
