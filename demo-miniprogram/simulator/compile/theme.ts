import type { Theme, WindowConfig } from '../common/manifest'
import { CompileError } from './compile-error'
import type { Folder } from './folder'
import { parseJson } from './scripts'

export interface ThemeConfig {
  darkmode?: boolean
  /** The file that has a value of each variable for light and for dark. */
  themeLocation?: string
}

/** The variables of a mini-program that knows dark mode; nothing for any other, which is always light. */
export async function compileTheme(
  folder: Folder,
  { darkmode, themeLocation: file }: ThemeConfig,
): Promise<Theme | undefined> {
  if (darkmode !== true) return undefined
  if (file === undefined) return { light: {}, dark: {} }
  const source = folder.get(file)
  if (source === undefined) throw new CompileError(`there is no '${file}', which "themeLocation" names`, place)
  const { light = {}, dark = {} } = await parseJson<Partial<Theme>>(file, source)
  return { light, dark }
}

const place = { file: 'app.json' }

/** `@name` stands for a variable, which must have a value for light and for dark. */
export function checkVariables(file: string, config: WindowConfig, theme: Theme | undefined): void {
  for (const value of Object.values(config)) {
    if (typeof value !== 'string' || !value.startsWith('@')) continue
    const name = value.slice(1)
    if (theme?.light[name] === undefined || theme.dark[name] === undefined)
      throw new CompileError(`there is no variable '${name}' for light and dark`, { file })
  }
}
