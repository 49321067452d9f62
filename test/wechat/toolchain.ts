import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Of project.config.json: https://developers.weixin.qq.com/miniprogram/dev/devtools/projectconfig.html */
export type Settings = Record<string, boolean>

/** 构建 npm, in the folder of the mini-program. Returns how many milliseconds it took, as the others do. */
export const packNpm = (project: string): Promise<number> => run('packNpm', project)

/** 构建 npm as `packNpmManually` has it: `into` can be anywhere. */
export const packNpmManually = (project: string, into: string): Promise<number> => run('packNpmManually', project, into)

/** 编译: all that an upload would hold, under these settings. */
export function compile(project: string, settings: Settings, into: string): Promise<number> {
  const file = join(project, 'project.config.json')
  const config = JSON.parse(readFileSync(file, 'utf8'))
  Object.assign(config.setting, settings)
  writeFileSync(file, JSON.stringify(config))
  return run('compile', project, into)
}

/** In a process of its own, for the toolchain does not end by itself and says much on the way. */
async function run(...job: string[]): Promise<number> {
  const child = fork(join(__dirname, 'job.cjs'), job, { silent: true, execArgv: [] })
  const said = Promise.all([child.stdout, child.stderr].map((stream) => stream && text(stream)))
  let result: { milliseconds?: number; failure?: string } = {}
  child.on('message', (message: object) => {
    result = message
  })
  await once(child, 'exit')
  if (result.milliseconds !== undefined) return result.milliseconds
  throw new Error(result.failure ?? `it ended without a word of why, after it had said:\n${(await said).join('\n')}`)
}
