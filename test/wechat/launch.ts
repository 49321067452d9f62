import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileFunction, createContext } from 'node:vm'
import { type Code, createModules } from '../../demo-miniprogram/simulator/phone/modules'
import type { Platform } from '../../src'

/** A page of the app plain-app, as WeChat would have made it. */
export interface PlainPage {
  data: { answer: string; failure: string }
  onLoad(): Promise<void>
  ask(): Promise<void>
  leave(): Promise<void>
}

/** Starts plain-app, of which `folder` has the scripts, on a phone: a realm with the language, timers and `wx`. */
export function launch(folder: string, wx: Platform): PlainPage {
  let page: PlainPage | undefined
  const realm = createContext({
    wx,
    setTimeout: (callback: () => void, delay: number) => setTimeout(callback, delay),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
    App: (app: { onLaunch(): void }) => app.onLaunch(),
    Page: (given: Omit<PlainPage, 'setData'>) => {
      page = { ...given, setData: (data: object) => Object.assign(page?.data ?? {}, data) } as PlainPage
    },
  })

  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'))
  const codeOf = (file: string): Code => {
    const source = readFileSync(join(folder, file), 'utf8')
    const run = compileFunction(source, ['require', 'module', 'exports'], { parsingContext: realm, filename: file })
    return () => run as ReturnType<Code>
  }
  const modules = createModules(new Map(scripts.map((file) => [file, codeOf(file)])), realm)
  modules.load('app.js')
  modules.load('pages/index/index.js')
  if (!page) throw new Error('pages/index/index.js makes no Page')
  return page
}
