import { createWorld, settle } from '../helpers/world'
import { ways } from './apps'
import { compilations, compiled, manuallyBuilt, miniProgramOf } from './built'
import { launch } from './launch'

const folders = ways.flatMap((way): [string, string][] => [
  [`packNpm through ${way}`, miniProgramOf('plain', way)],
  [`packNpmManually through ${way}`, manuallyBuilt('plain', way)],
  ...Object.keys(compilations).map((how): [string, string] => [
    `构建 npm through ${way}, ${how}`,
    compiled('plain', way, how),
  ]),
])

describe.each(folders)('after %s', (_name, folder) => {
  test('logs in once for App and Page', async () => {
    const { wx, server, count } = createWorld()
    const page = launch(folder, wx)
    await settle(page.onLoad())
    expect(page.data).toEqual({ answer: '/me', failure: '' })
    expect(count('login')).toBe(1)
    expect(server.exchanges).toHaveLength(1)
  })

  test('logs in anew and replays what is rejected', async () => {
    const { wx, server, count } = createWorld()
    const page = launch(folder, wx)
    await settle(page.onLoad())
    server.revokeAll()
    page.data.answer = ''
    await settle(page.ask())
    expect(page.data).toEqual({ answer: '/me', failure: '' })
    expect(count('login')).toBe(2)
    const [first, second] = server.issued.map((token) => `Bearer ${token}`)
    expect(server.requests.map(({ header }) => header.Authorization)).toEqual([first, first, second])
  })

  test('fails with an AuthError that instanceof knows', async () => {
    const { wx, server } = createWorld()
    const page = launch(folder, wx)
    await settle(page.onLoad())
    await settle(page.leave())
    expect(page.data.failure).toBe('LOGGED_OUT')
    expect(server.requests).toHaveLength(1)
  })
})
