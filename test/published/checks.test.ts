import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { scripts } from '../../package.json'
import { projectAt } from './compile'

const root = join(__dirname, '../..')

const code = execFileSync('git', ['ls-files', '*.ts', '*.mts', '*.cts', '*.js', '*.mjs', '*.cjs'], { cwd: root })
  .toString()
  .trim()
  .split('\n')

test('has every file of code in a project whose types are checked', () => {
  const projects = scripts.types.split(' && ').map((command) => command.replace(/^tsc( -p )?/, ''))
  const checked = new Set(projects.flatMap((project) => projectAt(project).fileNames))
  expect(code.length).toBeGreaterThan(50)
  expect(code.filter((path) => !checked.has(join(root, path)))).toEqual([])
})
