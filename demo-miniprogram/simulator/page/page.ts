import { type FromPhone, goBack, type NavigationBar } from '../common/frame-messages'
import { find } from './find'
import { addToPanel } from './panel'
import { words } from './words'

/** The page around the phone: its navigation bar shows what the phone says, and its panel what the mini-program logs. */
const screen = find<HTMLIFrameElement>('screen')
const back = find<HTMLButtonElement>('back')
const title = find('title')

screen.title = words.screen
back.ariaLabel = words.back
title.textContent = words.title

window.addEventListener('message', ({ data, origin, source }: MessageEvent<FromPhone>) => {
  if (origin !== location.origin || source !== screen.contentWindow) return
  if (data.type === 'navigation-bar') show(data)
  if (data.type === 'realtime-log') addToPanel(data.values)
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
