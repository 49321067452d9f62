import { compilePackage, readPackage } from '../chaos/world/package'
import { asPackage, byHand, type Client, clients } from './clients'
import { figuresOf, findDocuments, readDocument, restate, results } from './documents'
import { findBroken } from './laws'
import { measure } from './measure'
import { plot } from './plot'
import { down, revoked, scenarios } from './scenarios'
import { type Run, simulate } from './simulate'
import { cellsOf } from './table'

const load = compilePackage(readPackage())
const options = { apps: 30, seconds: 200, seed: 1, refusalCost: 0.05 }
// The others differ from these in their numbers only; `npm run fleet` checks all.
const kinds = clients.filter(({ inShort }) => inShort)
const pairs = scenarios.flatMap((scenario) => kinds.map((client) => ({ scenario, client })))

test.each(pairs)('loses nothing on its way, where it is $scenario.name for $client.name', async (pair) => {
  const run = await simulate(load, pair.scenario, pair.client, options)
  expect(findBroken(run, options.apps)).toEqual([])
})

test.each(scenarios)('ends with every app logged in, by one login each, where it is $name', async (scenario) => {
  const run = await simulate(load, scenario, asPackage, options)
  expect(run.left).toEqual({ timers: 0, waiting: 0, pending: 0, loggedOut: 0 })
  expect(run.logins).toBe(options.apps + run.revoked)
  const { recovery, loggedOut } = measure(run, scenario, options.apps, options.seconds)
  expect(recovery).toBeLessThan(options.seconds - scenario.mended)
  expect(loggedOut).toBe(0)
})

test('gives the same run for the same seed, and another one for another', async () => {
  const live = (seed: number): Promise<Run> => simulate(load, down, asPackage, { ...options, seed })
  const run = await live(1)
  expect(await live(1)).toEqual(run)
  expect((await live(2)).calls).not.toEqual(run.calls)
})

test('sees what gets lost', async () => {
  const run = await simulate(load, revoked, asPackage, options)
  expect(findBroken({ ...run, logins: run.logins + 1 }, options.apps)).toHaveLength(2)
  expect(findBroken({ ...run, attempts: run.attempts - 1 }, options.apps)).toHaveLength(1)
  expect(findBroken({ ...run, left: { ...run.left, pending: 1 } }, options.apps)).toHaveLength(1)
})

test('does not recover by hand where it does with the package', async () => {
  const apps = 100
  const come = async (client: Client) =>
    measure(await simulate(load, revoked, client, { ...options, apps }), revoked, apps, options.seconds)
  const naive = await come(byHand)
  const own = await come(asPackage)
  expect(naive.recovery).toBeUndefined()
  expect(own.recovery).toBeLessThan(120)
  expect(own.amplification).toBeLessThan(naive.amplification / 5)
})

test('draws a panel for each client, in both languages', async () => {
  const run = await simulate(load, revoked, asPackage, options)
  const figures = measure(run, revoked, options.apps, options.seconds)
  const curves = clients.map((client) => ({ client, run, figures }))
  for (const language of ['en', 'zh'] as const) {
    const image = plot({ scenario: revoked, curves, apps: options.apps, seconds: options.seconds }, language)
    for (const { title } of [revoked, ...clients]) expect(image).toContain(`>${title[language]}</text>`)
    expect(image).not.toMatch(/NaN|undefined|Infinity/)
    expect(image.match(/class="exchanges" d="M/g)).toHaveLength(clients.length)
  }
})

test('has results that are those of this build, or else `npm run fleet -- --write` is due', async () => {
  // As it is by default there. One pair of them all, for the sake of time.
  const asked = { ...options, apps: 2000 }
  const figures = measure(await simulate(load, revoked, asPackage, asked), revoked, asked.apps, asked.seconds)
  expect(figuresOf(readDocument(results), revoked.name, asPackage.name)).toEqual(Object.values(cellsOf(figures)))
})

test('states the figures of the results in both languages, or else `npm run fleet -- --write` is due', () => {
  const documents = findDocuments()
  expect(documents).toEqual(expect.arrayContaining(['docs/server.md', 'docs/zh-CN/server.md']))
  for (const document of documents) {
    const text = readDocument(document)
    expect([document, text]).toEqual([document, restate(text, readDocument(results))])
  }
})
