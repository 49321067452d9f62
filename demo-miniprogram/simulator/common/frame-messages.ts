/** What the page around the phone shows above the mini-program's page: sent to it by the phone. */
export interface NavigationBar {
  title: string
  backgroundColor: string
  textStyle: 'black' | 'white'
  canGoBack: boolean
}

/** Sent to the phone when the back button is tapped. */
export const goBack = 'go-back'
