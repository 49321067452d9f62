/** What the phone has to know of the mini-program besides its code: app.json and the json, WXSS and path of each part. */
export interface Manifest {
  pages: string[]
  window: WindowConfig
  /** By the path without its ending: pages and components, whatever has a WXML file. */
  parts: Record<string, Part>
  /** app.wxss, as CSS. */
  style: string
  /** What wx.getExtConfigSync gives. */
  extConfig: object
  /** Where app.json says that the mini-program knows dark mode. */
  theme?: Theme
}

/** What `@name` stands for in the json of the app and of pages. */
export type Theme = Record<'light' | 'dark', Record<string, string>>

export interface Part {
  config: PartConfig
  /** Its WXSS, as CSS. */
  style: string
  /** What its classes begin with, where nobody else's style may reach it. */
  scope?: string
}

export interface PartConfig extends WindowConfig {
  component?: boolean
  styleIsolation?: string
  usingComponents?: Record<string, string>
}

export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  backgroundColor?: string
}
