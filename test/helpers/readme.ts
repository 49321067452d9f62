import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as alova from 'alova'
import axios from 'axios'
import ts from 'typescript'
import type { Auth } from '../../src'
import * as published from '../../src'
import * as publishedForAlipay from '../../src/alipay'
import type { World } from './world'

const root = join(__dirname, '../..')
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((path) => /\.md$/.test(path) && path !== 'api.md')
    .map((path) => `docs/${path}`),
]
const text = documents.map((path) => readFileSync(join(root, path), 'utf8')).join('\n')
// Comments in other languages look like headings.
const prose = text.replace(/^```(?!ts\n)\w+\n.*?^```$/gms, '')

/** Heading to the snippet under it. */
const snippets = new Map<string, string>()

for (const section of prose.split(/^#+ /m)) {
  const [heading = ''] = section.split('\n', 1)
  const [snippet, another] = [...section.matchAll(/^```ts\n(.*?)^```$/gms)]
  if (another) throw new Error(`Two snippets share the heading ${heading}: give the second one its own`)
  if (snippet && snippets.has(heading)) throw new Error(`Two documents have a snippet under ${heading}`)
  if (snippet?.[1]) snippets.set(heading, snippet[1])
}

export const headingsWithCode = [...snippets.keys()]

/** What is on the screen: a page or a component, with the data that it has shown. */
export interface Screen {
  data: any
  /** Each call of setData, in order. */
  shown: any[]
  [method: string]: any
}

/** A mini-program whose modules are the snippets of the README and of docs, on the phone and the server of `world`. */
export interface ReadmeApp {
  /** The one that all recipes import. */
  readonly auth: Auth<any>
  /** Runs the snippet under a heading, and gives what it exports. */
  run(heading: string): any
  /** Runs it, too, and gives the page or the component that it makes. */
  open(heading: string): Screen
}

/** `more` is what `wx` has besides the slice that the package uses. */
export function createReadmeApp(world: World, more: object = {}): ReadmeApp {
  let screen: Screen | undefined
  let authModule: { auth: Auth<any> } | undefined
  const wx = { ...world.wx, ...more }

  function show({ lifetimes, ...definition }: any): void {
    const shown: any[] = []
    screen = {
      ...definition,
      ...lifetimes,
      shown,
      setData(patch: object) {
        shown.push(patch)
        Object.assign((this as Screen).data, patch)
      },
    }
  }

  function load(name: string): any {
    if (name === 'miniprogram-login') return published
    if (name === 'miniprogram-login/alipay') return publishedForAlipay
    if (name === 'alova') return alova
    if (name === 'axios') return axios
    if (name !== './auth') throw new Error(`A snippet imports ${name}, which no test has yet`)
    authModule ??= app.run('Install')
    return authModule
  }

  const app: ReadmeApp = {
    get auth() {
      return load('./auth').auth
    },
    run(heading) {
      const source = snippets.get(heading)
      if (!source) throw new Error(`No document has a snippet under ${heading}`)
      const here = source.replace(/https:\/\/api\.example\.com(\/v1)?/, world.server.baseUrl)
      const { outputText } = ts.transpileModule(here, {
        compilerOptions: { target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.CommonJS },
      })
      const exported = {}
      // createAuth looks for the global one.
      Object.assign(globalThis, { wx })
      new Function('require', 'exports', 'Page', 'Component', outputText)(load, exported, show, show)
      return exported
    },
    open(heading) {
      screen = undefined
      app.run(heading)
      if (!screen) throw new Error(`The snippet under ${heading} makes no page`)
      return screen
    },
  }
  return app
}
