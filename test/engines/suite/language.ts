import { engine } from './clock'

/** The built-ins of ES2017: of each global, the names of its own properties and of those of its instances. */
declare const language: Record<string, [own: string[], ofInstances: string[]]>

/** What a phone adds. */
const timers = ['setTimeout', 'clearTimeout']

/** What it may lack. Named, too, for JavaScriptCore does not list all of its globals. */
export const lacking = [
  ...['globalThis', 'console', 'performance', 'queueMicrotask', 'structuredClone', 'setImmediate', 'setInterval'],
  ...['URL', 'URLSearchParams', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder', 'fetch', 'crypto'],
  ...['window', 'self', 'global', 'process', 'require', 'Buffer', 'WeakRef', 'FinalizationRegistry', 'AggregateError'],
]

type Property = [holder: any, name: string]

const isMethod = ({ value, get }: PropertyDescriptor) => typeof value === 'function' || get !== undefined

/** The methods that an object has or inherits and that are not listed; those of every object and function aside. */
function newerMethods(object: any, listed: string[]): Property[] {
  if (!object || object === Object.prototype || object === Function.prototype) return []
  return Object.getOwnPropertyNames(object)
    .filter((name) => name !== 'constructor' && listed.indexOf(name) < 0)
    .filter((name) => isMethod(Object.getOwnPropertyDescriptor(object, name) as PropertyDescriptor))
    .map((name): Property => [object, name])
    .concat(newerMethods(Object.getPrototypeOf(object), listed))
}

/** What this engine has beyond ES2017 and two timers, such as `WeakRef` and `Promise.allSettled`. */
export function newerThanLanguage(): Property[] {
  const names = Object.getOwnPropertyNames(engine).concat(lacking.filter((name) => name in engine))
  const globals = names.filter((name) => !language[name] && timers.indexOf(name) < 0)
  // What every object has, some have in their own way: the toString of an Error.
  const [, ofObjects] = language.Object as [string[], string[]]
  const methods = Object.keys(language).map((name) => {
    const [own, ofInstances] = language[name] as [string[], string[]]
    const value = engine[name]
    if (typeof value === 'object') return newerMethods(value, own)
    if (typeof value !== 'function') return []
    return [...newerMethods(value, own), ...newerMethods(value.prototype, [...ofInstances, ...ofObjects])]
  })
  return globals.map((name): Property => [engine, name]).concat(...methods)
}

for (const [holder, name] of newerThanLanguage()) delete holder[name]
