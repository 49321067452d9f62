import { type Api, apis, callOf } from './helpers/calls'
import { loginTime, roundTrip } from './helpers/fake-wx'
import { consoleLines, createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

const eventsOf: Record<Api, string[]> = {
  request: ['HeadersReceived', 'ChunkReceived'],
  uploadFile: ['HeadersReceived', 'ProgressUpdate'],
  downloadFile: ['HeadersReceived', 'ProgressUpdate'],
}
const listening = apis.flatMap((api) => eventsOf[api].map((name) => [api, name] as const))
const untilReplayed = roundTrip + loginTime + 2 * roundTrip

test.each(apis)('makes the call of wx in the same tick as %s() where a login state is usable', async (api) => {
  const { start, count, calls } = createWorld()
  // From storage as from memory.
  start().setState({ token: 'good' })
  const auth = start()
  for (const times of [1, 2]) {
    outcomeOf(callOf(auth, api))
    expect(count(api)).toBe(times)
  }
  expect(calls[1]?.options.header).toEqual({ Authorization: 'Bearer good' })
})

test.each(listening)(
  'gives the task of a %s, which is a promise, at once: abort, on%s and its off',
  async (api, name) => {
    const { start, sent } = createWorld()
    const task: any = callOf(start(), api)
    const outcome = outcomeOf(task)
    const seen: number[] = []
    const ends = [task.then(({ statusCode }: any) => seen.push(statusCode)), task.finally(() => {})].map(outcomeOf)
    for (const method of ['abort', `on${name}`, `off${name}`, 'then', 'catch', 'finally']) {
      expect(task[method]).toEqual(expect.any(Function))
    }
    expect(task).toBeInstanceOf(Promise)
    expect(sent).toEqual([])
    await pass(loginTime + 2 * roundTrip)
    await turn()
    expect(outcome.value.statusCode).toBe(200)
    expect(ends.map(({ settled }) => settled)).toEqual([true, true])
    expect(seen).toEqual([200])
  },
)

test.each(apis)('asks wx for no event of a %s that nobody listens to', async (api) => {
  const { start, tasks } = createWorld()
  const auth = start()
  auth.setState({ token: 'stale' })
  expect((await settle(callOf(auth, api))).value.statusCode).toBe(200)
  expect(tasks.flatMap(({ listeners }) => Object.values(listeners).flat())).toEqual([])
})

describe.each(listening)('a listener of %s to %s', (api, name) => {
  /** One that is rejected at first, and writes down the events that it gets. */
  function startListening(options: object = { enableChunked: true }) {
    const world = createWorld()
    const auth = world.start()
    auth.setState({ token: 'stale' })
    world.server.on('/a', ({ header }) => {
      return { statusCode: header.Authorization === 'Bearer stale' ? 401 : 200, chunks: ['a', 'b'] }
    })
    const task: any = callOf(auth, api, options)
    const outcome = outcomeOf(task)
    const heard: any[] = []
    const listener = (event: unknown) => void heard.push(event)
    const on = (given = listener) => task[`on${name}`](given)
    const off = (given?: (event: unknown) => void) => task[`off${name}`](...(given ? [given] : []))
    return { ...world, task, outcome, heard, listener, on, off }
  }

  test('reaches the task of every attempt when it is there from the start', async () => {
    const { on, heard, tasks, outcome } = startListening()
    on()
    expect(tasks[0]?.listeners[name]).toHaveLength(1)
    await pass(untilReplayed - 1)
    expect(tasks[2]?.listeners[name]).toHaveLength(1)
    await pass(60_000)
    expect(outcome.value.statusCode).toBe(200)
    expect(heard.length).toBeGreaterThan(0)
  })

  test.each([
    ['in flight', roundTrip / 2],
    ['during the login', roundTrip + 1],
    ['while the replay is in flight', untilReplayed - roundTrip + 1],
  ])('reaches the replay when it is registered %s', async (_name, moment) => {
    const { on, heard, outcome, listener } = startListening()
    await pass(moment)
    on(listener)
    await pass(60_000)
    expect(outcome.value.statusCode).toBe(200)
    expect(heard.length).toBeGreaterThan(0)
  })

  test('hears nothing any more once it is off, while another still does', async () => {
    const { on, off, heard, listener } = startListening()
    const others: unknown[] = []
    on()
    on((event: unknown) => void others.push(event))
    off(listener)
    await pass(60_000)
    expect(heard).toEqual([])
    expect(others.length).toBeGreaterThan(0)
  })

  test('hears nothing of the replay when it goes during the login', async () => {
    const { on, off, heard, listener, outcome } = startListening()
    on()
    await pass(roundTrip + 1)
    const before = heard.length
    off(listener)
    await pass(60_000)
    expect(outcome.value.statusCode).toBe(200)
    expect(heard).toHaveLength(before)
  })

  test('hears nothing that comes of a rejected attempt after its answer', async () => {
    const { on, heard, outcome, tasks } = startListening()
    on()
    const comesLate = () => {
      const before = heard.length
      tasks[0]?.emit(name, { statusCode: 200, header: {}, data: new ArrayBuffer(1), progress: 99 })
      expect(heard).toHaveLength(before)
    }
    await pass(roundTrip + 50)
    comesLate()
    await pass(loginTime + roundTrip)
    expect(tasks.length).toBeGreaterThan(2)
    comesLate()
    await pass(60_000)
    expect(outcome.value.statusCode).toBe(200)
    comesLate()
  })

  test('stays where those to another event go', async () => {
    const { on, task, heard } = startListening()
    on()
    for (const other of eventsOf[api]) if (other !== name) task[`off${other}`]()
    await pass(60_000)
    expect(heard.length).toBeGreaterThan(0)
  })

  test('goes with all others where off is given none', async () => {
    const { on, off, heard, listener } = startListening()
    on()
    on((event: unknown) => listener(event))
    off()
    await pass(60_000)
    expect(heard).toEqual([])
  })

  test('that throws hurts neither the others nor the call', async () => {
    const { on, heard, outcome } = startListening()
    const mistake = new Error('of the caller')
    on(() => {
      throw mistake
    })
    on()
    await pass(60_000)
    expect(outcome.value.statusCode).toBe(200)
    expect(heard.length).toBeGreaterThan(0)
    for (const line of consoleLines()) expect(line).toEqual([mistake])
  })
})

test.each(listening)('lets a listener of %s to %s be registered before the first attempt', async (api, name) => {
  const { server, start } = createWorld()
  server.on('/a', { statusCode: 200, chunks: ['a'] })
  const task: any = callOf(start(), api, { enableChunked: true })
  const outcome = outcomeOf(task)
  const heard: unknown[] = []
  const gone: unknown[] = []
  const listener = (event: unknown) => void gone.push(event)
  task[`on${name}`](listener)
  task[`on${name}`]((event: unknown) => heard.push(event))
  task[`off${name}`](listener)
  await pass(60_000)
  expect(outcome.value.statusCode).toBe(200)
  expect(heard).toHaveLength(1)
  expect(gone).toEqual([])
})

test('tells a listener what wx tells: the headers of the answer, the progress of the file', async () => {
  const { server, start } = createWorld()
  const auth = start()
  server.on('/a', { statusCode: 200, header: { 'X-From': 'server' } })
  const request = auth.request({ url: '/a' })
  const download = auth.downloadFile({ url: '/a' })
  const upload = auth.uploadFile({ url: '/a', filePath: 'wxfile://photo', name: 'photo' })
  const heard: unknown[] = []
  request.onHeadersReceived((event) => heard.push(event))
  download.onProgressUpdate((event) => heard.push(event))
  upload.onProgressUpdate((event) => heard.push(event))
  await Promise.all([request, download, upload].map(settle))
  expect(heard).toEqual([
    { progress: 50, totalBytesSent: 5, totalBytesExpectedToSend: 10 },
    { statusCode: 200, header: { 'X-From': 'server' } },
    { progress: 100, totalBytesWritten: 10, totalBytesExpectedToWrite: 10 },
  ])
})
