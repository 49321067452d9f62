import type { Script } from './helpers/fake-wx'
import { createWorld, outcomeOf, settle, turn } from './helpers/world'

const throwMistake = () => {
  throw new Error('of wx')
}

test.each<[string, Script]>([
  ['gives its code in the same tick', ({ success }) => success({ code: 'code-1-of-wx-login' })],
  [
    'gives its code twice',
    ({ success }) => [success({ code: 'code-1-of-wx-login' }), success({ code: 'code-1-of-wx-login' })],
  ],
  ['gives two codes', ({ success }) => [1, 2].map((index) => success({ code: `code-${index}-of-wx-login` }))],
  [
    'gives its code, then fails',
    ({ success, fail }) => [success({ code: 'code-1-of-wx-login' }), fail({ errMsg: 'login:fail' })],
  ],
  ['gives its code, then throws', ({ success }) => [success({ code: 'code-1-of-wx-login' }), throwMistake()]],
])('logs in once where the phone %s', async (_name, script) => {
  const { server, start, next, count } = createWorld()
  next('login', script)
  const { value } = await settle(start().ensureLogin())
  expect(value).toEqual({ token: server.lastToken })
  expect(server.exchanges.map(({ code }) => code)).toEqual(['code-1-of-wx-login'])
  expect(count('login')).toBe(1)
})

test('works where everything is answered in the same tick', async () => {
  const { start, always, count } = createWorld()
  always('login', ({ success }) => success({ code: `code-${count('login')}` }))
  always('request', ({ url, header, success }) =>
    success(
      url.endsWith('/login')
        ? { statusCode: 200, data: { token: 'given' } }
        : { statusCode: 200, header: {}, data: header },
    ),
  )
  const auth = start()
  const outcome = outcomeOf(auth.request({ url: '/a' }))
  await turn()
  expect(outcome.value.data).toEqual({ Authorization: 'Bearer given' })
  expect(auth.state).toEqual({ token: 'given' })
})
