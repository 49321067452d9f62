import { execFile } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { folderOf, reports, tarball } from './installed'

const root = join(__dirname, '../..')
const consumers = ['', 'taro', 'uni-app']

/** Before the tests: packs what was built as `npm publish` would, and installs that for every consumer. */
export default async function install(): Promise<void> {
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  console.log('\nInstalling the packed package for its consumers, and what builds them: minutes, the first time.')
  await npm(root, 'pack', '--pack-destination', reports)
  // Not `npm ci`: it refuses the lockfile of Taro, which has its binding for the system it was written on alone.
  await Promise.all(consumers.map((consumer) => npm(folderOf(consumer), 'install', '--no-save', tarball)))
}

const npm = (cwd: string, ...args: string[]): Promise<unknown> =>
  promisify(execFile)('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts'], { cwd })
