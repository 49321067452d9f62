import { drawingOf } from '../../demo-miniprogram/miniprogram/sequence/drawing'
import type { Step } from '../../demo-miniprogram/miniprogram/sequence/step'
import { en } from '../../demo-miniprogram/miniprogram/words/en'
import { render } from './render'
import { answer, many, stepsOf, wxLogin } from './steps'

/** The component that draws, in jsdom: what it makes of rows. That it draws what happens is tested in a browser. */

jest.mock('miniprogram-login', () => jest.requireActual('../../src'), { virtual: true })

function draw(steps: Step[]) {
  Object.assign(globalThis, { wx: { getAppBaseInfo: () => ({ language: 'en' }) } })
  const component = render('sequence/sequence', { rows: drawingOf(steps, en.sequence), hint: 'Tap something' })
  const all = (selector: string) => component.querySelectorAll(selector)
  const texts = (selector: string): string[] => all(selector).map(({ dom }: any) => dom.textContent.trim())
  return {
    all,
    texts,
    async tap(row: number) {
      all('.row')[row].dispatchEvent('tap')
      // Dispatched by a promise of its own.
      await Promise.resolve()
    },
  }
}

const twentyWait = stepsOf(
  { ...wxLogin, at: 0, waiting: 20 },
  { ...answer, at: 9, name: 'POST /login', fields: ['token', 'userId'], waiting: 20 },
  ...many(20, (index) => ({ at: 10, name: 'GET /me', fields: ['Authorization'], waiting: 19 - index })),
)

test('says what to do where there is nothing to draw', () => {
  const { texts, all } = draw([])
  expect(texts('.hint')).toEqual(['Tap something'])
  expect(all('.row')).toHaveLength(0)
})

test('draws each of 20 arrows, under one caption', () => {
  const { texts, all } = draw(twentyWait)
  expect(texts('.caption')).toEqual(['wx.login', '200 login state', 'GET /me × 20'])
  expect(all('.arrow')).toHaveLength(22)
  expect(texts('.offset')).toEqual(['0', '9', '10'])
})

test('says once how many wait, and draws them as a bar until they are sent', () => {
  const { texts, all } = draw(twentyWait)
  expect(texts('.waits')).toEqual(['20 callers wait'])
  // Below the first row, above and below the second, above the third.
  expect(all('.waiting')).toHaveLength(4)
})

test('tells the kinds apart in words', () => {
  const { texts } = draw(
    stepsOf(
      { ...answer, at: 0, name: 'GET /me', kind: 'rejected', status: 401 },
      { at: 1, name: 'GET /me', kind: 'replay' },
      { ...answer, at: 2, name: 'GET /me', kind: 'failed', status: 503 },
      { at: 3, name: 'POST /login', from: 'server', to: 'app', kind: 'failed' },
      { at: 4, name: 'POST /login', kind: 'failed' },
      { at: 5, name: 'logout', to: 'app' },
    ),
  )
  expect(texts('.caption')).toEqual([
    '401 rejected',
    'replay GET /me',
    '503 failed',
    'no answer',
    'cancelled',
    'logged out',
  ])
})

test('shows what travelled when a row is tapped, and hides it when it is tapped again', async () => {
  const { texts, tap } = draw(twentyWait)
  await tap(2)
  expect(texts('.detail')).toEqual(['GET /me: Mini-program → Your server', 'Carries: Authorization'])
  await tap(1)
  expect(texts('.detail')).toEqual(['POST /login: Your server → Mini-program', 'Carries: token, userId'])
  await tap(1)
  expect(texts('.detail')).toEqual([])
})
