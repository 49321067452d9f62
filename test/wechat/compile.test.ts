import { dirname, join } from 'node:path'
import { compilations, compiled, packagePath, projects } from './built'
import { beyond } from './language'

const cases = projects.flatMap(([app, way]) =>
  Object.entries(compilations).map(([how, { es6 }]) => ({ app, way, how, edition: es6 ? 5 : 2018 }) as const),
)

test.each(cases)('$how, $app through $way has the package in ES$edition at most', ({ app, way, how, edition }) => {
  expect(beyond(edition, join(compiled(app, way, how), dirname(packagePath)))).toEqual([])
})
