import type { Pages } from '../pages'
import { asyncApi } from './callbacks'

interface Target {
  url: string
}

export function createNavigation(pages: Pages) {
  const going = (name: string, go: (options: Target & { delta?: number }) => void) =>
    asyncApi(name, (options: Target & { delta?: number }) => {
      go(options)
      return {}
    })
  return {
    navigateTo: going('navigateTo', ({ url }) => pages.push(url)),
    redirectTo: going('redirectTo', ({ url }) => pages.replace(url)),
    reLaunch: going('reLaunch', ({ url }) => pages.restart(url)),
    navigateBack: going('navigateBack', ({ delta = 1 }) => pages.pop(delta)),
    setNavigationBarTitle: asyncApi('setNavigationBarTitle', ({ title }: { title: string }) => {
      pages.setTitle(title)
      return {}
    }),
  }
}
