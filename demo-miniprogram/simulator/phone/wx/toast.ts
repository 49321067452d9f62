import { asyncApi } from './callbacks'

interface ToastOptions {
  title: string
  duration?: number
}

let shown: { element: HTMLElement; timer: number } | undefined

export const toast = {
  showToast: asyncApi('showToast', ({ title, duration = 1500 }: ToastOptions) => {
    hide()
    const element = document.body.appendChild(document.createElement('div'))
    element.className = 'toast'
    element.role = 'status'
    element.textContent = title
    shown = { element, timer: setTimeout(hide, duration) as unknown as number }
    return {}
  }),
  hideToast: asyncApi('hideToast', () => {
    hide()
    return {}
  }),
}

function hide(): void {
  clearTimeout(shown?.timer)
  shown?.element.remove()
  shown = undefined
}
