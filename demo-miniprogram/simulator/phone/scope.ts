/** What ECMAScript itself brings. `Function` and `eval` are not here, for a phone has neither. */
const language = [
  ...['Object', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Date', 'RegExp', 'Promise', 'Proxy'],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'Math', 'JSON', 'Reflect', 'NaN', 'Infinity', 'isNaN', 'isFinite'],
  ...['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError'],
  ...['ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array'],
  ...['Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ...['parseInt', 'parseFloat', 'encodeURI', 'encodeURIComponent', 'decodeURI', 'decodeURIComponent'],
  ...['escape', 'unescape', 'console'],
]

/**
 * Where app code looks up the names that it does not declare: the language, `globals`, and nothing of the browser. Whatever
 * else it asks for is undefined.
 */
export function createScope(globals: object): object {
  const known: Record<PropertyKey, unknown> = Object.create(null)
  for (const name of language) known[name] = (window as unknown as Record<string, unknown>)[name]
  Object.assign(known, timers, globals, { Function: functionWithoutCode(known), global: known, globalThis: known })
  return new Proxy(known, {
    has: () => true,
    get: (_, name) => (name === Symbol.unscopables ? undefined : known[name]),
    set(_, name, value) {
      if (!(name in known)) throw new ReferenceError(`${String(name)} is not defined`)
      known[name] = value
      return true
    },
  })
}

type Callback = (...parameters: unknown[]) => void

/** Without `this`, which a browser's timers set to `window`. */
const timers = {
  setTimeout: (callback: Callback, delay?: number, ...parameters: unknown[]) =>
    setTimeout(() => callback(...parameters), delay),
  setInterval: (callback: Callback, delay?: number, ...parameters: unknown[]) =>
    setInterval(() => callback(...parameters), delay),
  clearTimeout: (timer?: number) => clearTimeout(timer),
  clearInterval: (timer?: number) => clearInterval(timer),
}

/** A phone makes no function of a string, but for the one by which libraries look for the global object. */
function functionWithoutCode(globalObject: object): unknown {
  function NoFunction(...parts: unknown[]): unknown {
    if (parts.length === 1 && parts[0] === 'return this') return () => globalObject
    throw new EvalError('On a phone there is no new Function')
  }
  NoFunction.prototype = Function.prototype
  return NoFunction
}
