import { type Browser, type BrowserContextOptions, chromium, type FrameLocator, type Page } from 'playwright-core'

export interface OpenPage {
  page: Page
  /** What is inside the phone. */
  phone: FrameLocator
  /** Resolves once the element shows this text. */
  sees(selector: string, text: string | RegExp): Promise<void>
  textOf(selector: string): Promise<string>
  tap(selector: string): Promise<void>
}

let browser: Browser
const problems: string[] = []
const contexts: { close(): Promise<void> }[] = []

beforeAll(async () => {
  browser = await chromium.launch({
    // Half the work of the whole browser, which draws its own windows as well.
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: [
      '--no-sandbox',
      // Whatever the browser itself wants of the network.
      '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ],
  })
})

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()))
  expect(problems.splice(0)).toEqual([])
})

afterAll(() => browser.close())

/** What the console and the page complained of since the last call. What nobody asked for fails the test. */
export function takeProblems(): string[] {
  return problems.splice(0)
}

/** A browser of its own, with storage of its own. */
export async function openPage(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1000, height: 800 }, ...options })
  contexts.push(context)
  const page = await context.newPage()
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text())
  })
  await page.goto(url)
  const phone = page.frameLocator('#screen')
  return {
    page,
    phone,
    sees: (selector, text) => phone.locator(selector, { hasText: text }).waitFor(),
    textOf: (selector) => phone.locator(selector).textContent().then(String),
    tap: (selector) => phone.locator(selector).click(),
  }
}
