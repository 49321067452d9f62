import { createKeptFiles } from '../kept-files'
import { createLoginStates } from '../login-states'
import { fileOf, login } from './kept-things'

test('keeps tokens and codes by their hash only', async () => {
  const loginStates = createLoginStates()
  const set = jest.spyOn(Map.prototype, 'set')
  const { token } = await loginStates.issue(login(1))
  await loginStates.claim('the-code-of-a-phone')
  const stored = JSON.stringify(set.mock.calls)
  set.mockRestore()
  expect(stored).toContain('"')
  expect(stored).not.toContain(token)
  expect(stored).not.toContain('the-code-of-a-phone')
})

test('forgets who was not seen for longest when there are too many', async () => {
  const loginStates = createLoginStates({ max: 2 })
  const [first, second] = [await loginStates.issue(login(1)), await loginStates.issue(login(2))]
  await loginStates.find(first.token)
  const third = await loginStates.issue(login(3))
  const known = await Promise.all(
    [first, second, third].map(async ({ token }) => (await loginStates.find(token))?.number),
  )
  expect(known).toEqual([1, undefined, 3])
})

test('lets a code be taken again when WeChat has long forgotten it', async () => {
  let now = 1
  const loginStates = createLoginStates({ clock: { now: () => now } })
  await loginStates.claim('code')
  now += 300_000
  expect(await loginStates.claim('code')).toBeUndefined()
  now += 1
  expect(await loginStates.claim('code')).toBe(2)
})

test('keeps a file for ten minutes', async () => {
  let now = 1
  const files = createKeptFiles({ clock: { now: () => now } })
  const id = await files.keep(fileOf(Buffer.alloc(1)))
  now += 600_000
  expect(await files.find(id)).toMatchObject({ owner: 'anna' })
  now += 1
  expect(await files.find(id)).toBeUndefined()
})

test.each([10_000, 0])(
  'forgets the file that was not asked for longest when there are too many of %i bytes',
  async (size) => {
    const files = createKeptFiles({ maxBytes: 2 * (size + 1024) })
    const keep = () => files.keep(fileOf(Buffer.alloc(size)))
    const [first, second] = [await keep(), await keep()]
    await files.find(first)
    const third = await keep()
    const kept = await Promise.all([first, second, third].map(async (id) => (await files.find(id)) !== undefined))
    expect(kept).toEqual([true, false, true])
  },
)
