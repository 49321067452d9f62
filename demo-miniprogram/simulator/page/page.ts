import { goBack, type NavigationBar } from '../common/frame-messages'

/** The page around the phone: its navigation bar shows what the phone says. */
const screen = find<HTMLIFrameElement>('screen')
const back = find<HTMLButtonElement>('back')
const title = find<HTMLElement>('title')

window.addEventListener('message', ({ data, origin, source }) => {
  if (origin === location.origin && source === screen.contentWindow) show(data)
})
back.addEventListener('click', () => screen.contentWindow?.postMessage(goBack, location.origin))
screen.src = `/phone${location.search}`

function show(bar: NavigationBar): void {
  title.textContent = bar.title
  document.title = bar.title
  back.hidden = !bar.canGoBack
  const { style } = document.documentElement
  style.setProperty('--bar-background', bar.backgroundColor)
  style.setProperty('--bar-text', bar.textStyle === 'white' ? '#fff' : '#000')
}

function find<Found extends HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found
}
