import { type OpenPage, openPage } from './browser'
import { copyDemo, type LoginServer, serveMiniProgram, startLoginServer } from './servers'

export interface DemoPage extends OpenPage {
  server: LoginServer
  /** What the page counted for its last action. */
  costs(): Promise<{ logins: number; exchanges: number; requests: number }>
  /** What the server has answered since the page was opened. */
  answered(): string[]
  back(): Promise<void>
}

/** Logs in on the first page of the demo, or logs out, and opens the page that its cell leads to. */
export async function openDemoPage(name: string, { loggedOut = false } = {}): Promise<DemoPage> {
  const server = await startLoginServer()
  const demo = await openPage(await serveMiniProgram(await copyDemo(), server))
  await demo.sees('#status', 'You are logged in')
  if (loggedOut) {
    await demo.tap('#log-out')
    await demo.sees('#status', 'You are logged out')
  }
  const before = server.answered().length
  await demo.tap(`#open-${name}`)

  // The first page lies below this one, with elements of the same names.
  const here = (selector: string) => `#${name} ${selector}`
  const page = {
    ...demo,
    server,
    sees: (selector: string, text: string | RegExp) => demo.sees(here(selector), text),
    tap: (selector: string) => demo.tap(here(selector)),
    textOf: (selector: string) => demo.textOf(here(selector)),
    answered: () => server.answered().slice(before),
    back: () => demo.page.getByRole('button', { name: 'Back' }).click(),
    async costs() {
      const count = async (what: string) => Number(await page.textOf(`#count-${what}`))
      return { logins: await count('login'), exchanges: await count('exchange'), requests: await count('request') }
    },
  }
  return page
}

/** All that an element says from now on: each change of the page in which it says something else. */
export async function listenTo({ phone }: OpenPage, selector: string): Promise<() => Promise<string[]>> {
  const root = phone.locator('body')
  await root.evaluate((body: any, selector) => {
    const { MutationObserver } = globalThis as any
    body.said = []
    const note = () => {
      const text = body.querySelector(selector)?.textContent
      if (text !== undefined && text !== body.said.at(-1)) body.said.push(text)
    }
    new MutationObserver(note).observe(body, { subtree: true, childList: true, characterData: true })
  }, selector)
  return () => root.evaluate((body: any) => body.said)
}
