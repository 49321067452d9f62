import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { version } from '../../package.json'

/** What a run leaves behind: the tarball, and what the table is made of. */
export const reports = join(__dirname, '../../reports/consumers')

/** What `npm publish` would send. */
export const tarball = join(reports, `miniprogram-login-${version}.tgz`)

/** A consumer's own folder; that of those without one, unless told otherwise. */
export const folderOf = (consumer = ''): string => join(__dirname, consumer)

/** The package as npm has installed it. */
export const installed = folderOf('node_modules/miniprogram-login')

export const manifestIn = (folder: string): any => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Runs a consumer's program to its end, while the clock of the test stands still, and returns what it printed. */
export function run(consumer: string, program: string, ...args: string[]): string {
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folderOf(consumer), env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ends with ${status}:\n${stdout}\n${stderr}`)
  return stdout
}

/** A file of the package, with the fields of package.json that lead to it. */
export function named(file: string): string {
  const { main, module, types, miniprogram, exports } = manifestIn(installed)
  const fields = { main, module, types, miniprogram: `${miniprogram}/index.js`, exports }
  const names = Object.entries(fields).flatMap(([field, value]) => pathsTo(file, value).map((path) => field + path))
  return names.length > 0 ? `${file} (${names.join(', ')})` : file
}

/** How to reach a file in a field: once for each place where it is named. */
function pathsTo(file: string, value: any): string[] {
  if (typeof value === 'string') return join(value) === file ? [''] : []
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsTo(file, inner).map((path) => (/^\.|^types$|^default$/.test(key) ? path : ` ${key}${path}`)),
  )
}
