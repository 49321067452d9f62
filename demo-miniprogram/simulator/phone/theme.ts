import type { Theme, WindowConfig } from '../common/manifest'

export type ThemeName = keyof Theme

export interface Theming {
  /** Undefined where app.json does not say that it knows dark mode. */
  name(): ThemeName | undefined
  /** With a value in place of each `@variable`. */
  resolve(config: WindowConfig): WindowConfig
  /** Called when the phone turns dark or light; never where dark mode is unknown. */
  onChange(listener: (name: ThemeName) => void): void
}

/** The phone is as dark as the browser. */
export function createTheming(theme: Theme | undefined): Theming {
  if (!theme) return { name: () => undefined, resolve: (config) => config, onChange: () => {} }
  // The elements of WeChat look different then: see phone.css.
  document.documentElement.dataset.darkmode = ''
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const name = (): ThemeName => (dark.matches ? 'dark' : 'light')
  return {
    name,
    resolve: (config) =>
      Object.fromEntries(
        Object.entries(config).map(([key, value]) => [
          key,
          typeof value === 'string' && value.startsWith('@') ? theme[name()][value.slice(1)] : value,
        ]),
      ),
    onChange: (listener) => dark.addEventListener('change', () => listener(name())),
  }
}
