import axe from 'axe-core'
import { type OpenPage, openPage } from './browser'
import { copyDemo, type LoginServer, serveMiniProgram, startLoginServer } from './servers'
import { textsOutOfPlace } from './texts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR42mNgP5gAQQxwFgBDXgbxLrEEoAAAAABJRU5ErkJggg==',
  'base64',
)

type Circumstances = Parameters<typeof openPage>[1]

async function start() {
  const server = await startLoginServer()
  const url = await serveMiniProgram(await copyDemo(), server)
  return { server, open: (page: string, how: Circumstances) => openPage(`${url}/?path=pages/${page}/${page}`, how) }
}

/** The pages in each of their states. */
const states: [string, string, (demo: OpenPage, server: LoginServer) => Promise<unknown>][] = [
  ['index', 'as it opens', (demo) => idle(demo, '#ask-me')],
  ['index', 'with a failure', (demo, server) => failing(demo, server, '#ask-me')],
  ['index', 'logged out', loggedOut],
  ['sequence', 'as it opens', (demo) => idle(demo, '#play-forgets')],
  ['sequence', 'with a drawing', played],
  ['me', 'as it opens', (demo) => demo.sees('#me-user', /^[\w-]{16}$/)],
  ['files', 'as it opens', (demo) => idle(demo, '#choose')],
  ['files', 'with pictures', withPictures],
  ['stream', 'as it opens', (demo) => idle(demo, '#ask')],
  ['stream', 'with an answer', (demo) => acted(demo, '#ask', '#answer')],
  ['open-data', 'as it opens', (demo) => idle(demo, '#decrypt')],
  ['open-data', 'with data', (demo) => acted(demo, '#decrypt', '.field')],
  ['news', 'with news', (demo) => demo.sees('#title', '')],
  ['news', 'with a failure', (demo, server) => failing(demo, server, '#read')],
]

async function idle({ phone }: OpenPage, button: string): Promise<void> {
  await phone.locator(`${button}:not([disabled])`).waitFor()
}

async function acted(demo: OpenPage, button: string, outcome: string): Promise<void> {
  await demo.tap(button)
  await demo.phone.locator(outcome).first().waitFor()
  await idle(demo, button)
}

async function failing(demo: OpenPage, server: LoginServer, button: string): Promise<void> {
  await idle(demo, button)
  await server.stop()
  await demo.tap(button)
  await demo.phone.locator('#retry').waitFor()
  await server.start()
}

async function loggedOut(demo: OpenPage): Promise<void> {
  await demo.tap('#log-out')
  await demo.phone.locator('#log-in').waitFor()
}

async function withPictures(demo: OpenPage): Promise<void> {
  const chooser = demo.page.waitForEvent('filechooser')
  await demo.tap('#choose')
  await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: pixel })
  await idle(demo, '#send')
  await acted(demo, '#send', '#downloaded')
}

async function played(demo: OpenPage): Promise<void> {
  await demo.tap('#play-forgets')
  await demo.phone.locator('#outcome').waitFor()
  await demo.phone.locator('[role=button][aria-label$="200 × 20"]').waitFor()
  await demo.phone.locator('[role=button]').first().click()
}

/** The name of a row in the drawing says "0 ms" where 0 is drawn, which is more and not less. */
const rules = { 'label-content-name-mismatch': { enabled: false } }

/** What axe has to say of the page around and of what is in the phone, one line each. */
async function violationsIn({ page }: OpenPage, options: axe.RunOptions): Promise<string[]> {
  for (const frame of page.frames()) await frame.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`)
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Buttons that a finger misses, lower than 88rpx, and texts smaller than 24rpx. */
function tooSmallIn({ phone }: OpenPage): Promise<string[]> {
  return phone.locator('.layer:not([inert])').evaluate((layer: any) => {
    const { getComputedStyle, innerWidth } = layer.ownerDocument.defaultView
    const rpx = innerWidth / 750
    const isLow = ({ tagName, offsetHeight }: any) => tagName === 'BUTTON' && offsetHeight < Math.floor(88 * rpx)
    const isSmall = (element: any) => Number.parseFloat(getComputedStyle(element).fontSize) < 23.9 * rpx
    const found = [...layer.querySelectorAll('*')].filter((element) => isLow(element) || isSmall(element))
    return found.map(({ textContent }) => textContent.trim())
  })
}

test.each(states)('is kind to everybody on page %s %s, in light and dark', async (page, _, act) => {
  const { server, open } = await start()
  const demo = await open(page, { colorScheme: 'light' })
  await act(demo, server)
  const light = await violationsIn(demo, { rules })
  await demo.page.emulateMedia({ colorScheme: 'dark' })
  // Nothing but the colours is another.
  const dark = await violationsIn(demo, { runOnly: 'color-contrast' })
  expect({ light, dark }).toEqual({ light: [], dark: [] })
})

describe.each(['en-US', 'zh-CN'])('in %s', (locale) => {
  test.each(states)('has room on page %s %s: for fingers, and on 320 pixels', async (page, _, act) => {
    const { server, open } = await start()
    const demo = await open(page, { locale })
    await act(demo, server)
    const tooSmall = await tooSmallIn(demo)
    await demo.page.setViewportSize({ width: 320, height: 568 })
    const outOfPlace = await textsOutOfPlace(demo)
    expect({ tooSmall, outOfPlace }).toEqual({ tooSmall: [], outOfPlace: [] })
  })
})

test('announces what the status changes to', async () => {
  const { open } = await start()
  const demo = await open('index', {})
  await demo.sees('#status', 'You are logged in')
  const status = demo.phone.locator('#status')
  // Screen readers follow the element that they know, not one that takes its place.
  await status.evaluate((element: any) => {
    element.known = true
  })
  await demo.tap('#ask-me')
  await demo.sees('#status', 'The server knows you')
  expect(await status.evaluate((element: any) => [element.known, element.ariaLive])).toEqual([true, 'polite'])
})

test.each([
  ['en-US', 'en', 'Back', 'The second page', 'The mini-program'],
  ['zh-CN', 'zh-CN', '返回', '第二个页面', '小程序的屏幕'],
  ['fr-FR', 'en', 'Back', 'The second page', 'The mini-program'],
])('speaks the language of the browser around the phone, too: %s', async (locale, lang, back, title, screen) => {
  const { open } = await start()
  const { page, tap } = await open('index', { locale })
  await tap('#two-pages')
  await page.getByRole('heading', { name: title, exact: true }).waitFor()
  await page.getByRole('button', { name: back, exact: true }).waitFor()
  expect(await page.title()).toBe(title)
  expect(await page.locator('html').getAttribute('lang')).toBe(lang)
  expect(await page.locator('iframe').getAttribute('title')).toBe(screen)
})
