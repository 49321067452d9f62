import type { Part, PartConfig } from '../common/manifest'
import { placesOf } from '../common/paths'
import { CompileError } from './compile-error'
import type { Folder } from './folder'
import { parseJson } from './scripts'
import { compileStyle } from './styles'

/** Every page and component: what has a WXML file. `common` are the components that app.json names for all. */
export async function compileParts(folder: Folder, common: Record<string, string>): Promise<Record<string, Part>> {
  const parts: Record<string, Part> = {}
  for (const file of folder.keys()) {
    if (!file.endsWith('.wxml')) continue
    const path = file.replace(/\.wxml$/, '')
    const json = folder.get(`${path}.json`)
    const config: PartConfig = json === undefined ? {} : await parseJson<PartConfig>(`${path}.json`, json)
    const usingComponents = {
      ...resolveComponents(folder, 'app.json', common),
      ...resolveComponents(folder, `${path}.json`, config.usingComponents ?? {}),
    }
    const isolation = config.styleIsolation ?? (config.component ? 'isolated' : 'shared')
    const scope = /^(?:page-)?shared$/.test(isolation) ? undefined : path.replace(/\W/g, '_')
    parts[path] = {
      config: { ...config, usingComponents },
      style: compileStyle(folder, `${path}.wxss`, scope),
      ...(scope && { scope }),
    }
  }
  return parts
}

function resolveComponents(folder: Folder, file: string, named: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).map(([name, path]) => {
      const found = placesOf(file, path)
        .flatMap((place) => [place, `${place}/index`])
        .find((place) => folder.has(`${place}.wxml`))
      if (found === undefined)
        throw new CompileError(`there is no component at '${path}', which <${name}> is`, { file })
      return [name, `/${found}`]
    }),
  )
}
