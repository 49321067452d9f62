import type { Auth, AuthError, AuthOptions } from '../src'
import { fails, throws } from './helpers/fake-wx'
import { consoleLines, createWorld, settle, textOf, type World } from './helpers/world'

const body = { token: 'secret-token\n', nested: { session_key: 'secret-key', list: [{ sessionKey: 'secret-key' }] } }
const url = '/a?name=secret-query#secret-hash'
const extra = { phoneCode: 'secret-code' }

interface Failure {
  by: string
  code: AuthError['code']
  options?: Partial<AuthOptions>
  fail(auth: Auth, world: World): Promise<unknown>
}

const failures: Failure[] = [
  {
    by: 'wx.login that fails',
    code: 'LOGIN_FAILED',
    fail(auth, { always }) {
      always('login', fails('login:fail secret-of-wx', 1402101))
      return auth.login(extra)
    },
  },
  {
    by: 'wx.login that throws',
    code: 'LOGIN_FAILED',
    fail(auth, { always }) {
      always('login', throws(new Error('secret-of-wx')))
      return auth.login(extra)
    },
  },
  ...[200, 400, 503].map(
    (statusCode): Failure => ({
      by: `an exchange answered ${statusCode} with a body`,
      code: 'EXCHANGE_FAILED',
      options: { exchange: '/login?from=secret-query' },
      fail(auth, { server }) {
        server.everyExchange({ statusCode, data: body })
        return auth.login(extra)
      },
    }),
  ),
  {
    by: 'an exchange answered with text',
    code: 'EXCHANGE_FAILED',
    fail(auth, { server }) {
      server.everyExchange({ statusCode: 200, data: '<html>secret-page session_key</html>' })
      return auth.login(extra)
    },
  },
  {
    by: 'an exchange function that throws what it was given',
    code: 'EXCHANGE_FAILED',
    options: { exchange: ({ code, extra }) => Promise.reject(new Error(`secret-cause ${code} ${extra?.phoneCode}`)) },
    fail: (auth) => auth.login(extra),
  },
  {
    by: 'a request rejected twice',
    code: 'REJECTED',
    fail(auth, { server }) {
      server.on('/a', { statusCode: 401, data: body, header: { 'Set-Cookie': 'secret-cookie' } })
      return auth.request({ url, header: { 'X-Own': 'secret-header' } })
    },
  },
  {
    by: 'an upload rejected twice',
    code: 'REJECTED',
    fail(auth, { server }) {
      server.on('/a', { statusCode: 401, data: body })
      return auth.uploadFile({ url, filePath: 'wxfile://secret-file', name: 'a', formData: { a: 'secret-form' } })
    },
  },
  {
    by: 'a download rejected twice',
    code: 'REJECTED',
    fail(auth, { server }) {
      server.on('/a', { statusCode: 401, data: body })
      return auth.downloadFile({ url, filePath: 'wxfile://secret-file' })
    },
  },
  { by: 'withLogin() rejected twice', code: 'REJECTED', fail: (auth) => auth.withLogin(({ rejected }) => rejected()) },
  {
    by: 'a network that fails',
    code: 'REQUEST_FAILED',
    fail(auth, { server }) {
      server.on('/a', { statusCode: 200, fails: { errMsg: 'request:fail secret-of-wx', errno: 600001 } })
      return auth.request({ url, method: 'POST', data: { a: 'secret-data' } })
    },
  },
  {
    by: 'an authorize that throws what it was given',
    code: 'REQUEST_FAILED',
    options: {
      authorize({ token }) {
        throw new Error(`secret-cause ${token}`)
      },
    },
    fail: (auth) => auth.request({ url }),
  },
  {
    by: 'a request in vain after a logout',
    code: 'LOGGED_OUT',
    async fail(auth) {
      await auth.login(extra)
      auth.logout()
      return auth.request({ url })
    },
  },
]

/** An error as messages, JSON and log lines show it, without the words of wx: they have a field for themselves. */
function shown({ errMsg, ...fields }: AuthError, error: AuthError): string {
  expect(errMsg).toEqual(expect.any(String))
  return [String(error), error.message, error.stack, JSON.stringify(fields), textOf(fields)].join('\n')
}

test.each(failures)('tells nothing secret by $by', async ({ code, options, fail }) => {
  const world = createWorld()
  const { error } = await settle(fail(world.start(options), world))
  expect(error).toMatchObject({ name: 'AuthError', code })

  const events = world.events.map((event) =>
    event.type === 'login-failed' ? [shown(event.error, event.error), { ...event, error: 0 }] : event,
  )
  const text = [shown(error, error), textOf(events), JSON.stringify(events), textOf(consoleLines())].join('\n')
  const urls = world.sent.map((sent) => sent.url).join('\n')
  for (const secret of [...world.codes, ...world.server.issued]) {
    expect(text).not.toContain(secret)
    expect(urls).not.toContain(secret)
  }
  expect(text).not.toContain('secret-')
  expect(urls).not.toContain('secret-code')
})

test('keeps the body of an answer and the cause where only who asks for them finds them', async () => {
  const world = createWorld()
  world.server.on('/a', { statusCode: 401, data: { note: 'secret-note' } })
  const rejected = await settle(world.start().request({ url: '/a' }))
  expect(rejected.error.response).toMatchObject({ statusCode: 401, data: { note: 'secret-note' } })
  expect(Object.keys(rejected.error)).not.toContain('response')
  expect(JSON.stringify(rejected.error)).not.toContain('secret-note')

  world.next('login', fails('login:fail', 1402101))
  const failed = await settle(world.start().login())
  expect(failed.error.cause).toMatchObject({ errno: 1402101 })
  expect(Object.keys(failed.error)).not.toContain('cause')
})

test.each([200, 400])(
  'keeps a session_key out of the response of an exchange that was answered %d',
  async (statusCode) => {
    const world = createWorld()
    world.server.everyExchange({ statusCode, data: { ...body, note: 'told' } })
    const { error } = await settle(world.start().ensureLogin())
    expect(error).toMatchObject({ code: 'EXCHANGE_FAILED' })
    expect(textOf([error, error.response, error.cause])).not.toContain('secret-key')
    expect(world.events).toContainEqual({ type: 'session-key-exposed' })
  },
)
