import { resetClock, step, turn } from './clock'

type Body = () => void | Promise<void>

const tests: [name: string, body: Body][] = []
const checks: Body[] = []
let unhandled: unknown[] = []

export const test = (name: string, body: Body): void => void tests.push([name, body])

/** Runs after every test: a promise that all of them have to keep. */
export const afterEach = (check: Body): void => void checks.push(check)

/** Compares by what can be seen of two values: properties of any order, errors by their message. */
export function equal(actual: unknown, expected: unknown): void {
  const [got, wanted] = [textOf(actual), textOf(expected)]
  if (got !== wanted) throw new Error(`expected ${wanted} but got ${got}`)
}

function textOf(value: any): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (value instanceof Error) return `${value.name}(${value.message})`
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`
  if (!value || typeof value !== 'object') return String(value)
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${key}: ${textOf(value[key])}`)
  return `{${entries.join(', ')}}`
}

export function matches(text: unknown, pattern: RegExp): void {
  if (!pattern.test(String(text))) throw new Error(`expected ${pattern} but got ${textOf(text)}`)
}

/** What it throws, as `name: message`. */
export function thrownBy(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return String(error)
  }
  throw new Error('expected it to throw')
}

async function nothingIsUnhandled(): Promise<void> {
  await turn()
  const reasons = unhandled
  unhandled = []
  equal({ unhandled: reasons }, { unhandled: [] })
}

async function runTests(print: (line: string) => void): Promise<void> {
  print(JSON.stringify({ tests: tests.length }))
  for (const [name, body] of tests) {
    const errors: unknown[] = []
    for (const act of [body, ...checks, nothingIsUnhandled]) {
      try {
        await act()
      } catch (error) {
        errors.push(error)
      }
    }
    resetClock()
    // The others follow from it, most often.
    print(JSON.stringify({ name, error: errors.length ? `${errors[0]}` : undefined }))
  }
}

/**
 * Begins to run the tests, and returns what the runner has to call: `step` until it says no, and `unhandled` for each
 * rejection that nobody took, where the engine tells of them.
 */
export function start(print: (line: string) => void) {
  runTests(print)
  return { step, unhandled: (reason: unknown) => void unhandled.push(reason) }
}
