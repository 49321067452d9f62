import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Route } from 'playwright-core'
import sharp from 'sharp'
import { installPackage } from './install-package'
import { hashOfSources, picturesFolder, sourcesFile } from './pictures-sources'
import { readConfig } from './server/config'
import { startServer } from './server/start'
import { startSimulator } from './simulator/start'

const demo = join(__dirname, 'miniprogram')
const build = join(__dirname, '../miniprogram_dist')

const size = { width: 960, height: 828 }
/** Milliseconds that a picture stands before the next, and the last one before all begins again. */
const frameTime = 250
const restTime = 4000

/** The pictures of the READMEs, from the demo as it runs: a still one, and one that moves. */
async function main(): Promise<void> {
  await installPackage(build, demo)
  const server = await startServer({ ...readConfig({}), host: '127.0.0.1', port: 0, graceSeconds: 1 }, () => {})
  const simulator = await startSimulator({
    miniProgram: demo,
    standInUrl: server.standIn?.url,
    extConfig: { apiBaseUrl: server.url },
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'],
  })
  try {
    await mkdir(picturesFolder, { recursive: true })
    for (const locale of ['en', 'zh-CN'])
      for (const colorScheme of ['light', 'dark'] as const) {
        const play = (scenario: string) => film(browser, simulator.url, { locale, colorScheme }, scenario)
        await writeStill(`${locale}.${colorScheme}.webp`, await play('many'))
        await writeMoving(`${locale}.${colorScheme}.moving.webp`, await play('forgets'))
      }
    await writeFile(sourcesFile, `${JSON.stringify({ sources: await hashOfSources() }, null, 2)}\n`)
  } finally {
    await browser.close()
    await simulator.close()
    await server.close()
  }
}

interface Look {
  locale: string
  colorScheme: 'light' | 'dark'
}

/** One picture after the other, from the tap to the last row. */
async function film(browser: Browser, url: string, look: Look, scenario: string): Promise<Buffer[]> {
  const context = await browser.newContext({ ...look, viewport: size, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await page.goto(`${url}/?path=pages/sequence/sequence`)
  const phone = page.frameLocator('#screen')
  await page.locator('#rows > li:nth-child(6)').waitFor()

  // On one machine a login is over before the second picture: between two of them, only a few requests get through.
  const held: Route[] = []
  await page.route('**/wx/**', (route) => void held.push(route))
  const frames: Buffer[] = []
  await phone.locator(`#play-${scenario}`).click()
  let isOver = false
  const end = (async () => {
    // The panel begins anew, and what prepared the scenario is not shown.
    await page.locator('#rows > li:nth-child(6)').waitFor({ state: 'detached' })
    frames.length = 0
    await phone.locator(`#play-${scenario}:not([disabled])`).waitFor()
    await page.locator('li.wechat-server').waitFor()
  })().finally(() => {
    isOver = true
  })
  while (!isOver) {
    const frame = await page.screenshot()
    if (!frames.at(-1)?.equals(frame)) frames.push(frame)
    for (const route of held.splice(0, 4)) await route.continue()
  }
  await end
  frames.push(await page.screenshot())
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
  return frames
}

async function writeStill(name: string, frames: Buffer[]): Promise<void> {
  const { size } = await sharp(frames.at(-1)).webp({ quality: 85 }).toFile(join(picturesFolder, name))
  console.log(`${name}: ${kB(size)}`)
}

async function writeMoving(name: string, frames: Buffer[]): Promise<void> {
  const delay = frames.map((_, index) => (index === frames.length - 1 ? restTime : frameTime))
  const film = sharp(frames, { join: { animated: true } }).webp({ quality: 70, delay, loop: 0, minSize: true })
  const { size } = await film.toFile(join(picturesFolder, name))
  console.log(`${name}: ${kB(size)}, ${frames.length} pictures`)
}

const kB = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
