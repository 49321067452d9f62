import type * as glassEasel from 'glass-easel'
import { resolvePath } from '../common/paths'
import { findFile } from './local-files'

type Properties = Record<string, StringConstructor | BooleanConstructor | NumberConstructor>
type Instance = glassEasel.GeneralComponent

interface BuiltIn {
  properties?: Properties
  /** Where a property is not just an attribute of the element. */
  setters?: Record<string, (element: any, value: any, component: Instance) => void>
  created?: (element: any, component: Instance) => void
}

/** Beside aria-role and aria-hidden, which are written in another way. */
const aria =
  'activedescendant atomic busy checked controls current describedby disabled expanded haspopup invalid label labelledby ' +
  'level live modal orientation pressed readonly required roledescription selected valuemax valuemin valuenow valuetext'

/** What every component of WeChat has. */
const common: Properties = {
  hidden: Boolean,
  ariaRole: String,
  ariaHidden: Boolean,
  ...Object.fromEntries(aria.split(' ').map((name) => [`aria${name[0]?.toUpperCase()}${name.slice(1)}`, String])),
  hoverClass: String,
}

const field: BuiltIn = {
  properties: { value: String, placeholder: String, disabled: Boolean, maxlength: Number },
  setters: {
    value: (input: HTMLInputElement, value: string) => {
      // Writing the same text would move the cursor.
      if (input.value !== value) input.value = value
    },
    maxlength: (input: HTMLInputElement, value: number) => {
      if (value > 0) input.maxLength = value
      else input.removeAttribute('maxlength')
    },
  },
  created(input: HTMLInputElement, component) {
    const tell = (name: string) => (event: Event) => {
      // glass-easel would pass on the DOM's event of the same name.
      event.stopImmediatePropagation()
      component.setData({ value: input.value })
      component.triggerEvent(name, { value: input.value, cursor: input.selectionStart })
    }
    for (const name of ['input', 'focus', 'blur']) input.addEventListener(name, tell(name))
    input.addEventListener('change', tell('confirm'))
  },
}

/** Of every component. */
const commonSetters: BuiltIn['setters'] = {
  ariaRole(element: HTMLElement, role: string) {
    writeAttribute(element, 'role', role)
    // What is said to be a button can be reached by keyboard as one.
    if (role === 'button') element.tabIndex = 0
    else element.removeAttribute('tabindex')
  },
}

/** The keyboards that a phone shows. */
const inputModes: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' }

const builtIns: Record<string, BuiltIn> = {
  view: {},
  text: {},
  'scroll-view': { properties: { scrollX: Boolean, scrollY: Boolean } },
  button: {
    properties: { disabled: Boolean, type: String, size: String, plain: Boolean, loading: Boolean },
    setters: {
      // In HTML, the type of a button is something else.
      type: (button: HTMLButtonElement, value: string) => button.setAttribute('data-type', value),
    },
    created: (button: HTMLButtonElement) => {
      button.type = 'button'
    },
  },
  image: {
    properties: { src: String, mode: String },
    setters: {
      src: (image: HTMLElement, value: string, component) => {
        const img = image.firstElementChild as HTMLImageElement
        if (value) img.src = fileUrl(value, component.ownerShadowRoot?.getHostNode().is ?? '')
        else img.removeAttribute('src')
      },
    },
    created(image: HTMLElement, component) {
      const img = document.createElement('img')
      img.alt = ''
      img.addEventListener('load', () =>
        component.triggerEvent('load', { width: img.naturalWidth, height: img.naturalHeight }),
      )
      img.addEventListener('error', () => component.triggerEvent('error', { errMsg: `GET ${img.src} failed` }))
      image.append(img)
    },
  },
  input: {
    ...field,
    properties: { ...field.properties, type: String, password: Boolean },
    setters: {
      ...field.setters,
      type: (input: HTMLInputElement, value: string) => {
        input.inputMode = inputModes[value] ?? ''
      },
      password: (input: HTMLInputElement, value: boolean) => {
        input.type = value ? 'password' : 'text'
      },
    },
  },
  textarea: field,
  progress: {
    properties: { percent: Number, activeColor: String },
    setters: {
      activeColor: (progress: HTMLElement, value: string) => progress.style.setProperty('--active-color', value),
      percent: (progress: HTMLProgressElement, value: number) => {
        progress.value = value
      },
    },
    created(progress: HTMLProgressElement) {
      progress.max = 100
      progress.value = 0
    },
  },
}

/** Teaches a space of components the elements of WeChat. What it does not know is shown as a plain box. */
export function defineBuiltInComponents(space: glassEasel.ComponentSpace): void {
  for (const [name, builtIn] of Object.entries(builtIns))
    space.setGlobalUsingComponent(name, define(space, name, builtIn))
}

function define(space: glassEasel.ComponentSpace, is: string, builtIn: BuiltIn): glassEasel.GeneralComponentDefinition {
  const properties: Properties = { ...common, ...builtIn.properties }
  const observers = Object.keys(properties).map((property) => ({
    fields: property,
    observer(this: Instance, value: unknown) {
      const setters = { ...commonSetters, ...builtIn.setters }
      const set = setters[property] ?? ((element: Element) => writeAttribute(element, property, value))
      // The page was left, and its element is gone. On a phone, too, setData comes too late then.
      if (this.$$) set(this.$$, value, this)
    },
  }))
  return space.defineComponent({
    is,
    properties,
    observers,
    lifetimes: {
      created(this: Instance) {
        builtIn.created?.(this.$$, this)
      },
    },
  }) as unknown as glassEasel.GeneralComponentDefinition
}

function writeAttribute(element: Element, property: string, value: unknown): void {
  const name = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (value === true && name.startsWith('aria-')) element.setAttribute(name, 'true')
  else if (value === false || value === '' || value === undefined || value === null) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

/** A file of the mini-program, named from the page or component that shows it, or one that it got since. */
function fileUrl(path: string, from: string): string {
  const file = findFile(path)
  if (file) return file.url
  return /^(?:https?:|data:|blob:)/.test(path) ? path : `/files/${resolvePath(from, path)}`
}
