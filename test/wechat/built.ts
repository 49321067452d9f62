import { join } from 'node:path'
import { type App, apps, type Way, ways } from './apps'
import type { Settings } from './toolchain'

/** How a developer may have it compiled. */
export const compilations: Record<string, Settings> = {
  'as written': { es6: false, enhance: false },
  // 将 JS 编译成 ES5
  'to ES5': { es6: true, enhance: true },
  // 上传时压缩代码
  'to ES5, minified': { es6: true, enhance: true, minified: true, minifyWXML: true, minifyWXSS: true },
  // 使用 SWC 编译脚本文件
  'to ES5 by SWC': { es6: true, enhance: true, swc: true },
}

/** The package in a mini-program. */
export const packagePath = 'miniprogram_npm/miniprogram-login/index.js'

/** Where steps.ts has put everything. */
export function work(): string {
  const folder = process.env.WECHAT_WORK
  if (!folder) throw new Error('Nothing is built: run `npm run verify:wechat`, which does that first.')
  return folder
}

export const projectOf = (app: App, way: Way): string => join(work(), `${app}-${way}`)
export const miniProgramOf = (app: App, way: Way): string => join(projectOf(app, way), 'miniprogram')
export const manuallyBuilt = (app: App, way: Way): string => `${projectOf(app, way)}-manually`
export const compiled = (app: App, way: Way, how: string): string =>
  `${projectOf(app, way)}-${how.replace(/\W+/g, '-').toLowerCase()}`

/** Each app in each way: what the package is installed into. */
export const projects = (Object.keys(apps) as App[]).flatMap((app) => ways.map((way): [App, Way] => [app, way]))
