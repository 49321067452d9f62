import { createRecorder } from '../../demo-miniprogram/miniprogram/sequence/recorder'
import type { Step } from '../../demo-miniprogram/miniprogram/sequence/step'
import { loginTime, roundTrip } from '../helpers/fake-wx'
import { createWorld, outcomeOf, pass, settle, textOf, type World } from '../helpers/world'

/** What the demo records, on the fake phone. */

function startRecorded(world: World, told: Step[] = []) {
  const { server } = world
  const getRealtimeLogManager = () => ({ info: (_: string, step: Step) => told.push(step) })
  Object.assign(globalThis, { wx: { ...world.wx, getRealtimeLogManager } })
  const recorder = createRecorder(server.baseUrl, `${server.baseUrl}/login`)
  const { platform, onEvent } = recorder
  const auth = recorder.watch(world.start({ platform, onEvent }))
  const steps = () => recorder.recording.steps.map(({ kind, name, waiting }) => `${kind} ${name} ${waiting}`)
  return { auth, steps, recorder }
}

test('knows how many wait, from when they start until they are sent', async () => {
  const world = createWorld()
  const { auth, steps } = startRecorded(world)
  for (let caller = 0; caller < 3; caller++) outcomeOf(auth.request({ url: '/a' }))
  await pass(loginTime + roundTrip)
  expect(steps()).toEqual([
    'call wx.login 3',
    'answer wx.login 3',
    'call POST /login 3',
    'answer POST /login 3',
    'call GET /a 2',
    'call GET /a 1',
    'call GET /a 0',
  ])
})

test('knows a replay, and that who was rejected waits until then', async () => {
  const world = createWorld()
  const { auth, steps } = startRecorded(world)
  auth.setState({ token: 'stale' })
  await settle(auth.request({ url: '/a' }))
  expect(steps()).toEqual([
    'call GET /a 0',
    'rejected GET /a 1',
    'call wx.login 1',
    'answer wx.login 1',
    'call POST /login 1',
    'answer POST /login 1',
    'replay GET /a 0',
    'answer GET /a 0',
  ])
})

test('counts nobody as waiting who logs out', async () => {
  const { auth, recorder } = startRecorded(createWorld())
  outcomeOf(auth.request({ url: '/a' }))
  outcomeOf(auth.ensureLogin())
  await pass(10)
  auth.logout()
  await pass(10)
  expect(recorder.recording.steps.map(({ waiting }) => waiting)).toEqual([2, 0])
})

test('keeps names only, and tells no more to the log of WeChat', async () => {
  const told: Step[] = []
  const world = createWorld()
  world.server.extra = { userId: 'user-of-the-server' }
  const { auth, recorder } = startRecorded(world, told)
  await settle(auth.request({ url: '/files/some-id?secret=7', method: 'POST', data: { note: 'my-note' } }))
  expect(recorder.recording.steps.map(({ name, fields }) => [name, ...fields])).toEqual([
    ['wx.login'],
    ['wx.login', 'code'],
    ['POST /login', 'code'],
    ['POST /login', 'token', 'userId'],
    ['POST /files/…', 'Authorization', 'note'],
    ['POST /files/…', 'path'],
  ])
  expect(told.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6])
  for (const value of [...world.codes, ...world.server.issued, 'user-of', 'some-id', 'secret', 'my-note']) {
    expect(textOf(told)).not.toContain(value)
  }
})

/** A server that asks WeChat for a second, with a clock that is an hour ahead. Its `now` is so many milliseconds late. */
function keepLog({ server }: World, late = 0): void {
  const anHour = 3_600_000
  const entries: { id: number; at: number; event: string; login: number }[] = []
  const note = (event: string, login: number, at = Date.now()) =>
    entries.push({ id: entries.length + 1, at: at + anHour, event, login })
  note('code-received', 6, Date.now() - 60_000)
  note('login-state-issued', 6, Date.now() - 59_000)
  server.on('/log', ({ url }) => {
    const after = Number(url.split('=')[1])
    const data = { now: Date.now() + anHour - late, entries: entries.filter(({ id }) => id > after) }
    return { statusCode: 200, data }
  })
  server.nextExchange(() => {
    note('code-received', 7)
    setTimeout(() => note('login-state-issued', 7), 1000)
    return { statusCode: 200, data: { token: 'token' }, delay: 1100 }
  })
}

const inTime = ({ recording }: ReturnType<typeof createRecorder>) => [...recording.steps].sort((a, b) => a.at - b.at)

const asNames = (steps: Step[]) => steps.map(({ kind, name }) => `${kind} ${name}`)

const withWechat = [
  'call wx.login',
  'answer wx.login',
  'call POST /login',
  'call code2Session',
  'answer code2Session',
  'answer POST /login',
]

test('adds what the server tells of WeChat, by the phone’s clock, and nothing of logins before', async () => {
  const world = createWorld()
  keepLog(world)
  const { auth, recorder } = startRecorded(world)
  await settle(auth.ensureLogin())
  const steps = inTime(recorder)
  expect(asNames(steps)).toEqual(withWechat)
  const [, , call, asked, answered] = steps as [Step, Step, Step, Step, Step]
  expect([asked.at - call.at, answered.at - asked.at]).toEqual([roundTrip / 2, 1000])
})

test('keeps that between the call and its answer, whatever the clocks say', async () => {
  const world = createWorld()
  keepLog(world, 4000)
  const { auth, recorder } = startRecorded(world)
  await settle(auth.ensureLogin())
  expect(asNames(inTime(recorder))).toEqual(withWechat)
})

test('counts nobody as waiting whose replay is rejected', async () => {
  const world = createWorld()
  world.server.on('/a', { statusCode: 401 })
  const { auth, steps } = startRecorded(world)
  await settle(auth.request({ url: '/a' }))
  expect(steps().slice(-2)).toEqual(['replay GET /a 0', 'rejected GET /a 0'])
})

test('asks the log of a server that has none once', async () => {
  const world = createWorld()
  world.server.on('/log', { statusCode: 404 })
  const { auth, steps } = startRecorded(world)
  await settle(auth.login())
  await settle(auth.login())
  expect(steps()).toHaveLength(8)
  expect(world.server.requests.map(({ url }) => url)).toEqual(['https://api.test/log?after=0'])
})
