import { type FromPhone, goBack } from '../common/frame-messages'

/** The page around the phone has the navigation bar, and shows what is logged. */
export function tell(message: FromPhone): void {
  window.parent.postMessage(message, location.origin)
}

export function onGoBack(listener: () => void): void {
  window.addEventListener('message', ({ data, origin }) => {
    if (origin === location.origin && data === goBack) listener()
  })
}
