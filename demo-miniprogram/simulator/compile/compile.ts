import type { Manifest, WindowConfig } from '../common/manifest'
import { CompileError } from './compile-error'
import { type Folder, readFolder } from './folder'
import { compileParts } from './parts'
import { compileScript, modulePath, parseJson } from './scripts'
import { compileStyle } from './styles'
import { compileTemplates } from './templates'
import { checkVariables, compileTheme, type ThemeConfig } from './theme'

interface AppConfig extends ThemeConfig {
  pages?: string[]
  window?: WindowConfig
  usingComponents?: Record<string, string>
}

/** The scripts that run a mini-program, by their path and in the order in which they are loaded. */
export type Scripts = Map<string, string>

/** Compiles the mini-program of a folder. Throws a CompileError for what is wrong with it. */
export async function compile(root: string, extConfig: object): Promise<Scripts> {
  const folder = await readFolder(root)
  const { pages, window = {}, usingComponents = {}, ...themeConfig } = await readAppConfig(folder)
  const theme = await compileTheme(folder, themeConfig)
  checkVariables('app.json', window, theme)
  const scripts: Scripts = new Map([['templates.js', compileTemplates(folder)]])
  for (const [file, source] of folder) {
    if (/\.[jt]s$/.test(file)) scripts.set(`app/${modulePath(file)}`, await compileScript(file, source))
  }
  const parts = await compileParts(folder, usingComponents)
  for (const [path, { config }] of Object.entries(parts)) checkVariables(`${path}.json`, config, theme)
  const style = compileStyle(folder, 'app.wxss')
  const manifest: Manifest = { pages, window, parts, style, extConfig, ...(theme && { theme }) }
  return scripts.set('start.js', `simulator.start(${JSON.stringify(manifest)})\n`)
}

async function readAppConfig(folder: Folder): Promise<AppConfig & { pages: string[] }> {
  const file = 'app.json'
  const source = folder.get(file)
  if (source === undefined) throw new CompileError('there is none in the folder of the mini-program', { file })
  const config = await parseJson<AppConfig>(file, source)
  const pages = config.pages ?? []
  if (pages.length === 0) throw new CompileError('"pages" names no page', { file })
  for (const page of pages) {
    if (!folder.has(`${page}.wxml`)) throw new CompileError(`there is no ${page}.wxml of the page '${page}'`, { file })
  }
  return { ...config, pages }
}
