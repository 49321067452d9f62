import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { scripts } from '../../package.json'

const root = join(__dirname, '../..')

const code = execFileSync('git', ['ls-files', '*.ts', '*.mts', '*.cts', '*.js', '*.mjs', '*.cjs'], { cwd: root })
  .toString()
  .trim()
  .split('\n')

/** The files that a TypeScript project names. */
function filesOf(project: string): string[] {
  const path = join(root, project, 'tsconfig.json')
  const config = ts.readConfigFile(path, (name) => readFileSync(name, 'utf8'))
  return ts.parseJsonConfigFileContent(config.config, ts.sys, join(root, project), undefined, path).fileNames
}

test('has every file of code in a project whose types are checked', () => {
  const projects = scripts.types.split(' && ').map((command) => command.replace(/^tsc( -p )?/, ''))
  const checked = new Set(projects.flatMap(filesOf))
  expect(code.length).toBeGreaterThan(50)
  expect(code.filter((path) => !checked.has(join(root, path)))).toEqual([])
})
