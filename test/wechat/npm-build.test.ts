import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type App, apps } from './apps'
import { manuallyBuilt, miniProgramOf, packagePath, projects } from './built'
import { beyond } from './language'

const packageIn = (miniProgram: string) => join(miniProgram, dirname(packagePath))

/** Name to content. */
const filesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))

test.each(Object.keys(apps) as App[])('构建 npm of %s copies the folder that "miniprogram" names, as it is', (app) => {
  const miniProgram = miniProgramOf(app, 'miniprogram')
  const published = filesIn(join(miniProgram, 'node_modules/miniprogram-login/miniprogram_dist'))
  expect(Object.keys(published)).toEqual(expect.arrayContaining(['index.d.ts', 'index.js']))
  expect(filesIn(packageIn(miniProgram))).toEqual(published)
})

test.each(Object.keys(apps) as App[])('构建 npm of %s makes one script of what "main" names', (app) => {
  const built = filesIn(packageIn(miniProgramOf(app, 'main')))
  expect(Object.keys(built)).toEqual(['index.js', 'index.js.map'])
  expect(built['index.js']).toMatch(/^module\.exports = \(function\(\) \{/)
})

test.each(projects)('packNpm and packNpmManually make the same of %s through %s', (...project) => {
  const [one, other] = [miniProgramOf(...project), manuallyBuilt(...project)].map((folder) =>
    // The time of the build is the name of a module.
    readFileSync(join(folder, packagePath), 'utf8').replace(/\b\d{13}\b/g, 'time'),
  )
  expect(one).toBe(other)
})

test.each(projects)('构建 npm of %s through %s gives ES2018 at most', (...project) => {
  for (const folder of [miniProgramOf(...project), manuallyBuilt(...project)]) {
    expect(beyond(2018, packageIn(folder))).toEqual([])
  }
})
