import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')

/** In TypeScript with components of its own, and in plain JavaScript with the least that logs in. */
export const apps = {
  demo: join(root, 'demo-miniprogram'),
  plain: join(__dirname, 'plain-app'),
}

/** By what 构建 npm finds the code of the package. */
export const ways = ['miniprogram', 'main'] as const

export type App = keyof typeof apps
export type Way = (typeof ways)[number]

export interface Packed {
  filename: string
  size: number
  entryCount: number
}

/** Packs what npm would publish of the build that is there. */
export function pack(into: string): Packed {
  const options = ['--json', '--ignore-scripts', '--pack-destination', into]
  return JSON.parse(execFileSync('npm', ['pack', ...options], { cwd: root, encoding: 'utf8', stdio: 'pipe' }))[0]
}

/** A copy of an app with the packed package installed, as its users do it. */
export function makeProject(app: App, tarball: string, project: string): void {
  for (const part of ['project.config.json', 'miniprogram']) {
    cpSync(join(apps[app], part), join(project, part), {
      recursive: true,
      filter: (path) => !/node_modules|miniprogram_npm/.test(path.slice(root.length)),
    })
  }
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  execFileSync('npm', ['install', ...options, tarball], { cwd: join(project, 'miniprogram'), stdio: 'pipe' })
}

/**
 * Leaves 构建 npm nothing but `main`, with which a package that knows nothing of mini-programs has to do. A folder named
 * miniprogram_dist would be found without the field, too.
 */
export function leaveMainOnly(project: string): void {
  const installed = join(project, 'miniprogram/node_modules/miniprogram-login')
  const file = join(installed, 'package.json')
  const { miniprogram, ...manifest } = JSON.parse(readFileSync(file, 'utf8'))
  manifest.main = manifest.main.replace(miniprogram, 'lib')
  renameSync(join(installed, miniprogram), join(installed, 'lib'))
  writeFileSync(file, JSON.stringify(manifest))
}
