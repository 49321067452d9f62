import { createLoginStates, type LoginStates } from '../login-states'
import { runServer } from './running-server'

/** A server whose store of login states breaks, with a message that quotes what nobody may read. */
async function runWithBrokenStore(broken: Partial<LoginStates>) {
  return runServer({ loginStates: { ...createLoginStates(), ...broken } })
}

const anyToken = 'unknown-token-that-nobody-may-read-in-a-log'

test('tells the client nothing of an error that nobody expected, and logs no more than its place', async () => {
  const server = await runWithBrokenStore({
    find: async (token) => {
      throw new RangeError(`no row for ${token}`)
    },
  })
  const answer = await server.me(anyToken)
  expect(answer.status).toBe(500)
  expect(answer.json).toEqual({ error: 'internal_error', message: 'Something went wrong here.' })
  const lines = await server.logged('GET /me')
  expect(lines).toEqual([expect.stringMatching(/^GET \/me → 500 \(RangeError at .*unexpected\.test\.ts:\d+:\d+\)?\)$/)])
})

test('logs no code, openid or session_key when a login state cannot be stored', async () => {
  const server = await runWithBrokenStore({
    issue: async (login) => {
      throw new Error(`cannot store ${JSON.stringify(login)}`)
    },
  })
  const answer = await server.login()
  expect([answer.status, answer.json.error]).toEqual([500, 'internal_error'])
  const lines = (await server.logged('POST /login')).join()
  const [{ code, openid, sessionKey } = {} as any] = server.standIn.exchanges
  for (const secret of [code, openid, sessionKey]) {
    expect(secret).toMatch(/^.{16,}$/)
    expect(lines + answer.text).not.toContain(secret)
  }
})
