import { engines } from './engines'
import { createScript, type Variant } from './script'

/** Runs the suite on the built files in every engine, and prints how many of its tests each of them passes. */
const variants: Variant[] = [
  { name: 'as built' },
  { name: 'macrotask Promise', macrotasks: true },
  { name: 'compiled to ES5', es5: true },
]

interface Results {
  passed: number
  /** How many tests there are to run. */
  tests: number
  failures: string[]
}

async function resultsOf(run: (print: (line: string) => void) => Promise<void>): Promise<Results> {
  const results: Results = { passed: 0, tests: 0, failures: [] }
  let last = 'none'
  try {
    await run((line) => {
      const { tests, name, error } = JSON.parse(line)
      if (tests !== undefined) {
        results.tests = tests
        return
      }
      last = name
      if (error) results.failures.push(`${name}: ${error}`)
      else results.passed++
    })
  } catch (error) {
    results.failures.push(`${error}`)
  }
  if (results.passed + results.failures.length < (results.tests || 1)) {
    results.failures.push(`stopped early; the last test that ended was: ${last}`)
  }
  return results
}

async function main(): Promise<void> {
  const table: Record<string, Record<string, string>> = {}
  const failures: string[] = []
  const scripts = variants.map((variant) => ({ variant: variant.name, script: createScript(variant) }))
  for (const engine of engines) {
    try {
      const row: Record<string, string> = {}
      table[`${engine.name} ${engine.version()}`] = row
      for (const { variant, script } of scripts) {
        const results = await resultsOf((print) => engine.run(script, print))
        row[variant] = `${results.passed} of ${results.tests}`
        failures.push(...results.failures.map((failure) => `${engine.name}, ${variant}: ${failure}`))
      }
    } catch (error) {
      failures.push(`${engine.name}: ${(error as Error).message}`)
    }
  }
  console.log('Tests that miniprogram_dist/ passes:')
  console.table(table)
  for (const failure of failures) console.error(failure)
  if (failures.length) process.exitCode = 1
}

main()
