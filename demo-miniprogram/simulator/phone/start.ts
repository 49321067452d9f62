import type { Manifest } from '../common/manifest'
import { createApp } from './app'
import { createComponents, type Templates } from './component-space'
import { callListener } from './events'
import { onGoBack, tell } from './frame'
import { readLaunchOptions } from './launch-options'
import { type Code, createModules } from './modules'
import { createPages } from './pages'
import { createScope } from './scope'
import { addStyles } from './styles'
import { createTheming } from './theme'
import { createWx } from './wx/wx'

export type TemplateCode = (scope: object) => (listen: typeof callListener) => Templates

/** Runs a mini-program whose code is all there: app.js first, then its pages and components, then the first page opens. */
export function start(manifest: Manifest, codes: ReadonlyMap<string, Code>, templateCode: TemplateCode): void {
  const components = createComponents(manifest, templateCode(createScope({}))(callListener))
  const theming = createTheming(manifest.theme)
  const pages = createPages(manifest, components, {
    showNavigationBar: (bar) => tell({ type: 'navigation-bar', ...bar }),
    useStylesOf: addStyles(manifest),
    theming,
  })
  const launchOptions = readLaunchOptions(location.search, manifest.pages[0] ?? '')
  const app = createApp()

  // Page() and Component() do not say which they are: it is the one whose code runs.
  let running = ''
  const scope = createScope({
    wx: createWx(pages, theming, launchOptions, manifest.extConfig),
    App: app.register,
    getApp: app.get,
    getCurrentPages: pages.instances,
    Page: (definition: object) => components.constructors(running).Page(definition),
    Component: (definition: object) => components.constructors(running).Component(definition),
    Behavior: components.constructors('').Behavior,
  })
  const modules = createModules(codes, scope)

  if (modules.has('app.js')) modules.load('app.js')
  app.launch(launchOptions)
  for (const path of Object.keys(manifest.parts)) {
    running = path
    if (modules.has(`${path}.js`)) modules.load(`${path}.js`)
    if (manifest.pages.includes(path) && !components.has(path)) components.constructors(path).Page({})
  }
  pages.restart(`/${launchOptions.path}`)
  onGoBack(() => pages.pop(1))
}
