import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundle } from '../published/bundle'

/** Who does the same job: log in, keep the token, send it along, and on a 401 log in once and replay. */
export interface Contender {
  name: string
  /** What it adds to an app. */
  bundle: string
  /** The same as a script that a phone can load. */
  script: string
}

/** The one that it is all about, and those that it is measured by. */
export const names = { ours: 'miniprogram-login', bare: 'bare wx.request', naive: 'naive wrapper' }

const files: [file: string, name: string, packages: string[]][] = [
  ['bare', names.bare, []],
  ['miniprogram-login', names.ours, []],
  ['naive', names.naive, []],
  ['wafer2', 'wafer2-client-sdk', ['wafer2-client-sdk']],
  ['flyio', 'flyio', ['flyio']],
  ['luch', 'luch-request', ['luch-request']],
  ['alova', 'alova', ['alova']],
  ['axios', 'axios + axios-auth-refresh', ['axios', 'axios-auth-refresh']],
]

const versionOf = (folder: string): string => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version

/** The packages that take part, with their versions. */
export const versions = (): string[] => [
  `miniprogram-login ${versionOf(join(__dirname, '../..'))}`,
  ...files.flatMap(([, , packages]) =>
    packages.map((name) => `${name} ${versionOf(join(__dirname, 'node_modules', name))}`),
  ),
]

/** `build` is the built file of this package. */
export const loadContenders = (build: string): Contender[] =>
  files.map(([file, name]) => {
    const path = join(__dirname, 'contenders', `${file}.ts`)
    const alias = { 'miniprogram-login': build }
    return {
      name,
      bundle: bundle(path, { alias }),
      script: bundle(path, { alias, format: 'iife', globalName: 'app' }),
    }
  })
