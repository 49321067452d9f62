import { rowsOf } from '../../demo-miniprogram/miniprogram/sequence/rows'
import { answer, many, stepsOf, wxLogin } from './steps'

const summary = (rows: ReturnType<typeof rowsOf>) =>
  rows.map(({ name, kind, at, arrows }) => [name, kind, at, arrows.length])

test('draws nothing of nothing', () => {
  expect(rowsOf([])).toEqual([])
})

test('makes one row of arrows that are alike and follow each other', () => {
  const steps = stepsOf(
    ...many(20, () => ({ at: 1000, name: 'GET /me' })),
    ...many(3, (index) => ({ ...answer, at: 1040 + index, name: 'GET /me' })),
    { at: 1050, name: 'GET /me' },
  )
  expect(summary(rowsOf(steps))).toEqual([
    ['GET /me', 'call', 0, 20],
    ['GET /me', 'answer', 40, 3],
    ['GET /me', 'call', 50, 1],
  ])
})

test('keeps arrows apart that differ in their kind, their status or what they carry', () => {
  const steps = stepsOf(
    { at: 0, name: 'GET /me' },
    { at: 0, name: 'GET /me', kind: 'replay' },
    { ...answer, at: 0, name: 'GET /me' },
    { ...answer, at: 0, name: 'GET /me', status: 204 },
    { ...answer, at: 0, name: 'GET /me', status: 204, fields: ['userId'] },
  )
  expect(rowsOf(steps)).toHaveLength(5)
})

test('puts what was heard of later where it happened, and of two at once the one first that was heard of first', () => {
  const steps = stepsOf(
    { at: 10, name: 'POST /login' },
    { ...answer, at: 50, name: 'POST /login' },
    { at: 50, name: 'GET /me' },
    { at: 20.4, name: 'code2Session', from: 'server', to: 'wechat' },
  )
  expect(summary(rowsOf(steps)).map(([name, kind, at]) => [name, kind, at])).toEqual([
    ['POST /login', 'call', 0],
    ['code2Session', 'call', 10],
    ['POST /login', 'answer', 40],
    ['GET /me', 'call', 40],
  ])
})

test('knows how many wait before and after a row, also across what the phone does not see', () => {
  const steps = stepsOf(
    { ...wxLogin, at: 0, waiting: 20 },
    { at: 5, name: 'code2Session', from: 'server', to: 'wechat' },
    ...many(20, (index) => ({ at: 9, name: 'GET /me', waiting: 19 - index })),
  )
  expect(rowsOf(steps).map(({ waitingBefore, waiting }) => [waitingBefore, waiting])).toEqual([
    [0, 20],
    [20, 20],
    [20, 0],
  ])
})

test('takes a step that is told again as it was told last', () => {
  const [first, second] = stepsOf({ ...wxLogin, at: 0, waiting: 1 }, { ...wxLogin, at: 0, waiting: 20 })
  const again = { ...second, id: first?.id } as NonNullable<typeof first>
  expect(rowsOf([first as typeof again, again])).toEqual([expect.objectContaining({ arrows: [0], waiting: 20 })])
})

test('leaves more space where more time has passed, up to a bound', () => {
  const spaces = rowsOf(stepsOf(...[0, 1, 100, 1000, 9000, 99_000].map((at) => ({ at, name: `GET /${at}` })))).map(
    ({ space }) => space,
  )
  expect(spaces[0]).toBe(0)
  expect([...new Set(spaces)].sort((a, b) => a - b).slice(0, 4)).toEqual(spaces.slice(0, 4))
  expect(spaces.slice(4)).toEqual([100, 100])
})
