import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { WechatAccess } from '../wechat'

/** A line of its log. */
export type Told = Record<string, any>

const main = join(__dirname, '..', 'main.ts')
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

export const accessTo = ({ appId, secret, url }: WechatAccess) => ({
  WECHAT_APPID: appId,
  WECHAT_SECRET: secret,
  WECHAT_API: url,
})

/** `npm start`, on any free port unless told otherwise. It ends with the test. */
export function runMain(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
  })
  const exit = once(child, 'exit')
  const stderr = text(child.stderr)
  const told: Told[] = []
  let wake = () => {}
  createInterface(child.stdout).on('line', (line) => {
    told.push(JSON.parse(line))
    wake()
  })
  void exit.then(() => wake())
  closers.push(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await exit
  })

  /** Resolves with the latest lines that have all of these fields, as soon as there are so many. */
  async function tellsAll(fields: Told, times: number): Promise<Told[]> {
    for (;;) {
      const found = told.filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value))
      if (found.length >= times) return found
      if (child.exitCode !== null) throw new Error(`The server has ended: ${await stderr}`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  return {
    child,
    exit,
    stderr,
    told,
    tellsAll,
    tells: async (fields: Told): Promise<Told> => (await tellsAll(fields, 1))[0] as Told,
  }
}
