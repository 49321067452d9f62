import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { installed, manifestIn, run, tarball } from './installed'

const { exports, sideEffects, ...manifest } = manifestIn(installed)

test('is resolved by every kind of TypeScript project, by Are The Types Wrong', () => {
  const { analysis } = JSON.parse(run('', 'npx', 'attw', '--format', 'json', tarball))
  expect(Object.keys(analysis.entrypoints)).toEqual(Object.keys(exports))
  expect(analysis.problems).toEqual([])
})

test('passes publint as it is packed', () => {
  expect(run('', 'npx', 'publint', '--strict', '--level', 'warning', tarball)).toContain('All good!')
})

/** Every object of conditions in a field, the outermost first. */
const conditionsIn = (value: unknown): Record<string, unknown>[] =>
  value && typeof value === 'object'
    ? [value as Record<string, unknown>, ...Object.values(value).flatMap(conditionsIn)]
    : []

test('names types before all else, and ends with a default, wherever files are named', () => {
  const naming = conditionsIn(exports).filter((conditions) => 'default' in conditions)
  expect(naming.map((conditions) => Object.keys(conditions))).toEqual(naming.map(() => ['types', 'default']))
  expect(naming.length).toBeGreaterThan(0)
})

test('names no file that is not there', () => {
  const { main, module, types, miniprogram } = manifest
  const named = [main, module, types, join(miniprogram, 'index.js'), join(miniprogram, 'index.d.ts')]
  for (const value of conditionsIn({ exports }).flatMap((conditions) => Object.values(conditions)))
    if (typeof value === 'string') named.push(value)
  expect(named.filter((file) => !existsSync(join(installed, file)))).toEqual([])
})

test('has for each name in exports what older tools look for: a file or a folder of that name', () => {
  const names = Object.keys(exports).filter((name) => name !== '.')
  const found = names.filter((name) => existsSync(join(installed, name)) || existsSync(join(installed, `${name}.js`)))
  expect(found).toEqual(names)
})

test('lets bundlers drop what is not used', () => {
  expect(sideEffects).toBe(false)
})
