import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'

/** Just enough of WeChat to start a built mini-program and open its page. */
export interface OpenPage {
  /** What the page gave to `setData`, in order. */
  shown: any[]
}

/**
 * Starts an app, where there is one, and opens a page of it: in a context of its own with what the platform has there,
 * and with the timers and the date of the test.
 */
export function openPage(platform: object, folder: string, scripts: { app?: string; page: string }): OpenPage {
  const shown: any[] = []
  const open: any[] = []
  let app: any
  let registered: any
  const register = (options: any) => {
    registered = options
  }
  const context: any = createContext({
    ...platform,
    console,
    setTimeout,
    clearTimeout,
    Date,
    App: (options: any) => {
      app = options
    },
    getApp: () => app,
    getCurrentPages: () => open,
    Page: register,
    Component: register,
    Behavior: (options: any) => options,
  })
  context.global = context

  const loaded = new Map<string, { exports: unknown }>()
  const load = (path: string): unknown => {
    const before = loaded.get(path)
    if (before) return before.exports
    const module = { exports: {} }
    loaded.set(path, module)
    const wrapped = `(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`
    const require = (name: string) => load(join(path, '..', name.endsWith('.js') ? name : `${name}.js`))
    runInContext(wrapped, context, { filename: path })(require, module, module.exports)
    return module.exports
  }

  if (scripts.app) load(join(folder, scripts.app))
  app?.onLaunch?.({ path: scripts.page, query: {}, scene: 1001 })
  load(join(folder, scripts.page))

  const { lifetimes = {}, methods, ...rest } = registered
  const page = {
    ...rest,
    ...methods,
    data: { ...rest.data },
    properties: {},
    route: scripts.page,
    options: {},
    triggerEvent() {},
    selectComponent() {},
    selectAllComponents: () => [],
    setData(data: object, then?: () => void) {
      shown.push(JSON.parse(JSON.stringify(data)))
      then?.()
    },
  }
  open.push(page)
  lifetimes.attached?.call(page)
  page.onLoad?.({})
  page.onShow?.()
  lifetimes.ready?.call(page)
  page.onReady?.()
  return { shown }
}
