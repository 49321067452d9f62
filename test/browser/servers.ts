import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { installPackage } from '../../demo-miniprogram/install-package'
import { type LogEntry, lineOf } from '../../demo-miniprogram/server/log'
import { createLoginStates } from '../../demo-miniprogram/server/login-states'
import { createServer } from '../../demo-miniprogram/server/server'
import { createWechat } from '../../demo-miniprogram/server/wechat'
import { startWechatStandIn, type WechatStandIn } from '../../demo-miniprogram/server/wechat-stand-in'
import { startSimulator } from '../../demo-miniprogram/simulator/start'

const root = join(__dirname, '../..')
/** The demo as WeChat's toolchain has compiled it, the package included: see test/wechat. */
const compiledDemo = process.env.COMPILED_DEMO
const endings: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

export interface LoginServer {
  url: string
  standIn: WechatStandIn
  /** What the server logged of the requests: `GET /me → 200`. */
  answered(): string[]
  /** On the same port again, with nobody logged in, as after a restart. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** The demo's server, which can go down and come back while WeChat stays. */
export async function startLoginServer(): Promise<LoginServer> {
  const standIn = await startWechatStandIn()
  const entries: LogEntry[] = []
  const create = () =>
    createServer({
      wechat: createWechat(standIn),
      loginStates: createLoginStates(),
      userIdKey: standIn.secret,
      log: (entry) => void entries.push(entry),
      demo: true,
    })
  let server = create()
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    const closed = server.close()
    // Node's fetch connects anew when it is aborted, and a connection that was never used is none that close() ends.
    server.server.closeAllConnections()
    await closed
  }
  endings.push(() => standIn.close(), stop)
  return {
    url,
    standIn,
    answered: () => {
      const answers = entries.filter(({ event }) => event === 'answered')
      return answers.map((entry) => lineOf(entry).replace(/^#\d+ /, ''))
    },
    async start() {
      server = create()
      await server.listen({ host: '127.0.0.1', port: Number(new URL(url).port) })
    },
    stop,
  }
}

/** Serves a mini-program with the package in it. Returns the address to open. */
export async function serveMiniProgram(miniProgram: string, server: LoginServer): Promise<string> {
  if (!compiledDemo) await installPackage(join(root, 'miniprogram_dist'), miniProgram)
  const simulator = await startSimulator({
    miniProgram,
    standInUrl: server.standIn.url,
    extConfig: { apiBaseUrl: server.url },
  })
  endings.push(() => simulator.close())
  return simulator.url
}

/** A copy of the demo, so that nothing is put into the checkout. */
export async function copyDemo(): Promise<string> {
  const copy = await makeMiniProgram({})
  const source = join(root, 'demo-miniprogram/miniprogram')
  const isSource = (path: string) => !/node_modules|miniprogram_npm/.test(path.slice(root.length))
  if (compiledDemo) await cp(compiledDemo, copy, { recursive: true })
  else await cp(source, copy, { recursive: true, filter: isSource })
  return copy
}

/** A folder with these files. */
export async function makeMiniProgram(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mini-program-'))
  endings.push(() => rm(folder, { recursive: true }))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}
