import { goBack, type NavigationBar } from '../common/frame-messages'

/** The page around the phone has the navigation bar. */
export function showNavigationBar(bar: NavigationBar): void {
  window.parent.postMessage(bar, location.origin)
}

export function onGoBack(listener: () => void): void {
  window.addEventListener('message', ({ data, origin }) => {
    if (origin === location.origin && data === goBack) listener()
  })
}
