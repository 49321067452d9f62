import { placesOf } from '../common/paths'

type Require = (path: string) => unknown
/** A module of the mini-program, for a scope of its global names: see compile/app-code.ts. */
export type Code = (
  scope: object,
) => (this: undefined, require: Require, module: { exports: unknown }, exports: unknown) => void

/** The modules of the mini-program: CommonJS, each run once, when it is first required. */
export interface Modules {
  has(path: string): boolean
  /** Runs a module, as far as it has not run. */
  load(path: string): unknown
}

export function createModules(codes: ReadonlyMap<string, Code>, scope: object): Modules {
  const loaded = new Map<string, { exports: unknown }>()

  function load(path: string): unknown {
    const known = loaded.get(path)
    if (known) return known.exports
    const code = codes.get(path)
    if (!code) throw new Error(`There is no module '${path}'`)
    const module = { exports: {} }
    loaded.set(path, module)
    code(scope).call(undefined, (wanted) => load(find(path, wanted)), module, module.exports)
    return module.exports
  }

  function find(from: string, wanted: string): string {
    const places = placesOf(from, wanted)
    const found = places.flatMap((place) => [place, `${place}.js`, `${place}/index.js`]).find((path) => codes.has(path))
    if (found !== undefined) return found
    const hint = places.length > 1 ? '; npm packages are looked for in miniprogram_npm, which 构建 npm fills' : ''
    throw new Error(`There is no module '${wanted}', which ${from} requires${hint}`)
  }

  return { has: (path) => codes.has(path), load }
}
