/** What the page around the phone shows above the mini-program's page. */
export interface NavigationBar {
  title: string
  backgroundColor: string
  textStyle: 'black' | 'white'
  canGoBack: boolean
}

export type LogLevel = 'info' | 'warn' | 'error'

/** Sent by the phone to the page around it. */
export type FromPhone =
  | ({ type: 'navigation-bar' } & NavigationBar)
  | { type: 'realtime-log'; level: LogLevel; values: unknown[] }

/** Sent to the phone when the back button is tapped. */
export const goBack = 'go-back'
