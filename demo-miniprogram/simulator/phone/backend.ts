import * as glassEasel from 'glass-easel'

type Target = glassEasel.Element

/** The DOM under glass-easel, with what it does not do by itself: rpx in style attributes, and taps by keyboard. */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  override document = {
    createElement: (name: string) => withRpx(document.createElement(name)) as unknown as DomElement,
    createTextNode: (text: string) => document.createTextNode(text) as unknown as DomElement,
    createDocumentFragment: () => document.createDocumentFragment() as unknown as DomElement,
  }

  constructor() {
    super()
    const dispatch = (target: Target, type: string, detail: unknown, options: glassEasel.EventOptions) => {
      const event = new glassEasel.Event(type, detail, options)
      glassEasel.Event.dispatchEvent(target, event)
      return event.getEventBubbleStatus()
    }
    this.onEvent((target, type, detail, options) => {
      // A finger on a disabled button does nothing, though the browser reports the touch.
      if (type === 'tap' && isDisabled(options.originalEvent)) return undefined
      return dispatch(target, type, detail, options)
    })
    document.body.addEventListener('click', (click) => {
      // Enter and Space click as well, and by that 0 they are known. Glass-easel makes taps of fingers and mice only.
      if (click.detail !== 0 || isDisabled(click)) return
      const target = glassEaselElementOf(click.target as Node | null)
      if (target) dispatch(target, 'tap', { x: 0, y: 0 }, { bubbles: true, composed: true, capturePhase: true })
    })
    document.body.addEventListener('keydown', (press) => {
      const target = press.target as HTMLElement
      // A button of HTML clicks by itself.
      if (target.role !== 'button' || target.tagName === 'BUTTON' || !/^(Enter| )$/.test(press.key)) return
      press.preventDefault()
      target.click()
    })
  }
}

type DomElement = ReturnType<glassEasel.CurrentWindowBackendContext['document']['createElement']>

function withRpx(element: HTMLElement): HTMLElement {
  element.setAttribute = (name, value) => {
    const text = String(value)
    const written = name === 'style' ? text.replace(/(-?[\d.]+)rpx\b/g, (_, rpx) => `${Number(rpx) / 7.5}vw`) : text
    Element.prototype.setAttribute.call(element, name, written)
  }
  return element
}

function isDisabled(event: unknown): boolean {
  const target = event instanceof Event ? event.target : null
  return target instanceof Element && target.closest(':disabled') !== null
}

function glassEaselElementOf(node: Node | null): Target | undefined {
  for (let at = node as (Node & { __wxElement?: Target }) | null; at; at = at.parentNode) {
    if (at.__wxElement) return at.__wxElement
  }
  return undefined
}
