import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { forwardingHeader, toHeader } from '../common/forwarding'
import { atEnd } from './fixtures'

const root = join(__dirname, '../../..')

/** `npm run demo`, without the build that comes first. Any free ports unless told otherwise. */
function runDemo(env: NodeJS.ProcessEnv = {}, folder = root, ...words: string[]) {
  const demo = join(folder, 'demo-miniprogram/demo.ts')
  const ports = { PORT: '0', SIMULATOR_PORT: '0' }
  const child = spawn(process.execPath, ['--import', 'tsx', demo, ...words], {
    env: { PATH: process.env.PATH, ...ports, ...env },
    cwd: folder,
  })
  const exit = once(child, 'exit')
  atEnd(() => child.exitCode ?? child.kill('SIGKILL'))
  const stderr = text(child.stderr)
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  return {
    child,
    exit,
    stderr,
    said: () => said,
    /** Resolves once the terminal shows this, with what its brackets caught. */
    async says(pattern: RegExp): Promise<string> {
      for (;;) {
        const found = pattern.exec(said)
        if (found) return found[1] ?? found[0]
        if (child.exitCode !== null) throw new Error(`The demo has ended: ${await stderr}`)
        await Promise.race([once(child.stdout, 'data'), exit])
      }
    },
  }
}

const demoUrl = /The demo is at (\S+)/
const serverUrl = /Login server at (http:[^,]+)/

/** A port that somebody else has. */
async function takePort(port = 0): Promise<number> {
  const other = createServer().listen(port, '127.0.0.1')
  atEnd(() => other.close())
  // Where it was taken already, that is as good.
  await new Promise<void>((resolve) => {
    other.once('listening', resolve).once('error', () => resolve())
  })
  const address = other.address()
  return address && typeof address === 'object' ? address.port : port
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves the demo until %s, which leaves nothing running', async (signal) => {
  const demo = runDemo()
  const urls = [await demo.says(demoUrl), await demo.says(serverUrl)]
  const [page = '', server = ''] = urls
  expect((await fetch(page)).status).toBe(200)
  expect((await fetch(`${server}/me`)).status).toBe(401)
  demo.child.kill(signal)
  expect(await demo.exit).toEqual([0, null])
  expect(await demo.stderr).toBe('')
  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('shows code, exchange, login state and request in the terminal, and no secret', async () => {
  const demo = runDemo()
  const page = await demo.says(demoUrl)
  const server = await demo.says(serverUrl)
  const ask = (path: string, headers = {}, body?: string) =>
    fetch(page + path, { method: 'POST', headers: { origin: page, ...headers }, ...(body && { body }) })
  const forward = (method: string, path: string, header: Record<string, string>, body?: string) =>
    ask(
      '/wx/request',
      { [forwardingHeader]: toHeader({ url: server + path, method, header, redirect: 'follow' }) },
      body,
    )

  const { code } = (await (await ask('/wx/login')).json()) as { code: string }
  const json = { 'content-type': 'application/json' }
  const answer = await forward('POST', '/login', json, JSON.stringify({ code }))
  const { token } = (await answer.json()) as { token: string }
  await forward('GET', '/me', { authorization: `Bearer ${token}` })

  await demo.says(/GET \/me → 200/)
  const steps = demo
    .said()
    .split('\n')
    .filter((line) => /→/.test(line))
  expect(steps.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual([
    'phone   wx.login → WeChat gave a code',
    'server  #1 code received → asking WeChat',
    'server  #1 WeChat answered in N ms → login state issued, lives 7200 s',
    'server  #1 POST /login → 200',
    'server  #1 GET /me → 200',
  ])
  expect(demo.said()).not.toContain(code)
  expect(demo.said()).not.toContain(token)
})

test('takes the next free port where the usual one is taken, and says what that means for DevTools', async () => {
  await takePort(8787)
  const demo = runDemo({ PORT: undefined })
  await demo.says(demoUrl)
  expect(await demo.says(serverUrl)).not.toBe('http://127.0.0.1:8787')
  expect(demo.said()).toContain('Port 8787 is taken, and WeChat DevTools would look for the server there')
})

test.each(['PORT', 'SIMULATOR_PORT'])('ends with one sentence where the port of %s is taken', async (variable) => {
  const port = await takePort()
  const demo = runDemo({ [variable]: String(port) })
  expect(await demo.exit).toEqual([1, null])
  expect(await demo.stderr).toBe(`Port ${port} is taken: choose another, as in ${variable}=${port + 1}.\n`)
})

test.each(['PORT', 'SIMULATOR_PORT'])('ends with one sentence where %s is no port', async (variable) => {
  const demo = runDemo({ [variable]: '80.5' })
  expect(await demo.exit).toEqual([1, null])
  expect(await demo.stderr).toBe(`${variable} must be a whole number from 0 to 65535, not '80.5'.\n`)
})

test('ends with one sentence where a folder that is named has no mini-program, or none with the package', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'my-app-'))
  atEnd(() => rm(folder, { recursive: true }))
  const demo = runDemo({ INIT_CWD: tmpdir() }, root, basename(folder))
  expect(await demo.exit).toEqual([1, null])
  expect(await demo.stderr).toBe(`There is no app.json in ${folder}.\n`)

  await writeFile(join(folder, 'app.json'), '{}')
  const another = runDemo({ INIT_CWD: tmpdir() }, root, basename(folder))
  expect(await another.exit).toEqual([1, null])
  expect(await another.stderr).toBe(`Run \`npm install miniprogram-login\` in ${folder} first.\n`)
})

test('ends with one sentence where the package is not built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'))
  atEnd(() => rm(folder, { recursive: true }))
  await cp(join(root, 'demo-miniprogram'), join(folder, 'demo-miniprogram'), {
    recursive: true,
    filter: (path) => !/node_modules|miniprogram_npm/.test(path.slice(root.length)),
  })
  for (const path of ['', 'demo-miniprogram/server', 'demo-miniprogram/simulator']) {
    await symlink(join(root, path, 'node_modules'), join(folder, path, 'node_modules'))
  }
  const demo = runDemo({}, folder)
  expect(await demo.exit).toEqual([1, null])
  expect(await demo.stderr).toMatch(/^The package is not built: run `npm run build` first, .*\n$/)
})
