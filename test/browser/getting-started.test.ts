import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesOf } from '../published/documents'
import { openPage } from './browser'
import { makeMiniProgram } from './servers'

const root = join(__dirname, '../..')
const npm = (cwd: string, ...words: string[]) => execFileSync('npm', words, { cwd, encoding: 'utf8' })

const walks = [
  ['docs/getting-started.md', /^You are [\w-]{16}$/],
  ['docs/zh-CN/getting-started.md', /^你是 [\w-]{16}$/],
] as const

/** Step by step what the document says, with what npm would publish in place of the registry. */
test.each(walks)('gets from an empty folder to a page that is logged in by %s', async (document, greeting) => {
  const files = filesOf(document)
  const folder = await makeMiniProgram(files)
  npm(folder, 'init', '-y')
  const [{ filename }] = JSON.parse(npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder))
  npm(folder, 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`)

  // The usual ports may be taken here.
  const env = { ...process.env, PORT: '0', SIMULATOR_PORT: '0' }
  const demo = spawn(process.execPath, ['--import', 'tsx', 'demo-miniprogram/demo.ts', folder], { cwd: root, env })
  const exit = once(demo, 'exit')
  try {
    let said = ''
    demo.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    while (!said.includes('Ctrl-C')) await Promise.race([once(demo.stdout, 'data'), exit.then(() => fail(said))])
    const [, server = ''] = /Login server at (http:[^,]+)/.exec(said) ?? []
    const [, url = ''] = /The demo is at (\S+)/.exec(said) ?? []
    expect(files['auth.js']).toContain('http://127.0.0.1:8787')
    await writeFile(join(folder, 'auth.js'), String(files['auth.js']).replace('http://127.0.0.1:8787', server))

    const { page, sees, tap } = await openPage(url)
    await sees('#user', greeting)
    await tap('#load')
    await sees('#user', greeting)
    // Before the demo: the page would miss it.
    await page.close()
  } finally {
    demo.kill()
    await exit
  }
})

function fail(said: string): never {
  throw new Error(`The demo has ended: ${said}`)
}
