import type { Root } from 'glass-easel-miniprogram-adapter'
import type { NavigationBar } from '../common/frame-messages'
import type { Manifest } from '../common/manifest'
import { resolvePath } from '../common/paths'
import type { Components } from './component-space'
import { parseQuery } from './launch-options'
import { callLifetime } from './lifetimes'
import type { Theming } from './theme'

/** The pages that lie on one another, the last one on top. */
export interface Pages {
  /** Each throws an error that says why not. */
  push(url: string): void
  replace(url: string): void
  restart(url: string): void
  pop(delta: number): void
  setTitle(title: string): void
  /** What getCurrentPages gives. */
  instances(): object[]
}

interface OpenPage {
  path: string
  root: Root
  /** What app code has as `this`. */
  instance: object
  /** Scrolls, and keeps its place while other pages lie on it. */
  layer: HTMLElement
  title: string
}

interface Surroundings {
  showNavigationBar(bar: NavigationBar): void
  useStylesOf(page: string): void
  theming: Theming
}

const maxPages = 10

export function createPages(manifest: Manifest, components: Components, surroundings: Surroundings): Pages {
  let stack: OpenPage[] = []

  function open(url: string): void {
    const { path, query } = find(url)
    const layer = document.body.appendChild(document.createElement('div'))
    layer.className = 'layer'
    const root = components.createRoot(url.includes('?') ? `${path}?${url.slice(url.indexOf('?') + 1)}` : path)
    const instance = root.get()
    Object.assign(instance, { route: path, options: query })
    const title = configOf(path).navigationBarTitleText ?? ''
    stack = [...stack, { path, root, instance, layer, title }]
    root.attach(layer as never, layer.appendChild(document.createElement('div')) as never)
    callLifetime(instance, 'onLoad', query)
    show()
    callLifetime(instance, 'onReady')
  }

  function find(url: string): { path: string; query: Record<string, string> } {
    const [path = '', query = ''] = url.split('?')
    const resolved = resolvePath(top()?.path ?? '', path)
    if (!manifest.pages.includes(resolved)) throw new Error(`page "${resolved}" is not found`)
    return { path: resolved, query: parseQuery(query) }
  }

  function show(): void {
    const page = top()
    if (!page) return
    for (const { layer } of stack) layer.inert = layer !== page.layer
    surroundings.useStylesOf(page.path)
    showNavigationBar(page)
    callLifetime(page.instance, 'onShow')
    page.root.getComponent().triggerPageLifetime('show', [])
  }

  function hide({ instance, root }: OpenPage): void {
    callLifetime(instance, 'onHide')
    root.getComponent().triggerPageLifetime('hide', [])
  }

  function close(page: OpenPage): void {
    callLifetime(page.instance, 'onUnload')
    page.root.release()
    page.layer.remove()
  }

  function showNavigationBar({ path, title }: OpenPage): void {
    const { navigationBarBackgroundColor = '#000000', navigationBarTextStyle = 'white' } = configOf(path)
    surroundings.showNavigationBar({
      title,
      backgroundColor: navigationBarBackgroundColor,
      textStyle: navigationBarTextStyle,
      canGoBack: stack.length > 1,
    })
  }

  const top = () => stack.at(-1)
  const configOf = (path: string) =>
    surroundings.theming.resolve({ ...manifest.window, ...manifest.parts[path]?.config })

  surroundings.theming.onChange(() => {
    const page = top()
    if (page) showNavigationBar(page)
  })

  return {
    push(url) {
      find(url)
      if (stack.length >= maxPages) throw new Error('webview count limit exceed')
      const covered = top()
      if (covered) hide(covered)
      open(url)
    },
    replace(url) {
      find(url)
      const replaced = stack.at(-1)
      if (replaced) close(replaced)
      stack = stack.slice(0, -1)
      open(url)
    },
    restart(url) {
      find(url)
      for (const page of stack.toReversed()) close(page)
      stack = []
      open(url)
    },
    pop(delta) {
      if (stack.length < 2) throw new Error('cannot navigate back at first page')
      const kept = Math.max(1, stack.length - delta)
      const closed = stack.slice(kept).reverse()
      stack = stack.slice(0, kept)
      for (const page of closed) close(page)
      show()
    },
    setTitle(title) {
      const page = top()
      if (!page) return
      page.title = title
      showNavigationBar(page)
    },
    instances: () => stack.map(({ instance }) => instance),
  }
}
