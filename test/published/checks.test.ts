import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { scripts } from '../../package.json'
import { projectAt } from './compile'

const root = join(__dirname, '../..')

test('has every file of code in a project whose types are checked', () => {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').match(/^.+(?=\/$)/gm) ?? []
  const code = ts.sys.readDirectory(
    root,
    ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'],
    ignored.map((folder) => `**/${folder}`),
  )
  const projects = scripts.types.split(' && ').map((command) => command.replace(/^tsc( -p )?/, ''))
  const checked = new Set(projects.flatMap((project) => projectAt(project).fileNames))
  expect(code).toEqual(expect.arrayContaining([__filename, join(root, 'jest.config.mjs')]))
  expect(code.filter((path) => !checked.has(path))).toEqual([])
})
