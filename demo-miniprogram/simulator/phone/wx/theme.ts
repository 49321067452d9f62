import type { Theming } from '../theme'

type Listener = (result: { theme: 'light' | 'dark' }) => void

/** Who wants to hear that the phone has turned dark or light. */
export function createThemeEvents(theming: Theming) {
  const listeners = new Set<Listener>()
  theming.onChange((theme) => {
    for (const listener of listeners) {
      try {
        listener({ theme })
      } catch (error) {
        reportError(error)
      }
    }
  })
  return {
    onThemeChange: (listener: Listener) => void listeners.add(listener),
    offThemeChange: (listener?: Listener) => (listener ? void listeners.delete(listener) : listeners.clear()),
  }
}
