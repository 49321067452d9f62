import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './documents'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changelog-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** What `npm version 0.2.0` runs. */
const date = (...words: string[]) =>
  spawnSync(process.execPath, [join(root, '.ci/changelog.mjs'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { npm_package_version: '0.2.0' },
  })
const write = (text: string) => writeFileSync(join(folder, 'CHANGELOG.md'), text)
const written = () => readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')

test.each(['', '\n## [0.1.0] - 2026-01-01\n\n- Something else.\n'])(
  'gives what stands under Unreleased to the version that is made, before %p',
  (older) => {
    write(`# Changelog\n\n## [Unreleased]\n\n- Something.\n${older}`)
    expect(date('--check').status).toBe(0)
    expect(written()).not.toContain('0.2.0')
    expect(date().status).toBe(0)
    expect(written()).toMatch(
      /^# Changelog\n\n## \[Unreleased\]\n\n## \[0\.2\.0\] - \d{4}-\d\d-\d\d\n\n- Something\.\n/,
    )
    expect(written().endsWith(`- Something.\n${older}`)).toBe(true)
  },
)

test.each([
  '# Changelog\n',
  '# Changelog\n\n## [Unreleased]\n',
  '# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n- Something.\n',
])('refuses a version of which the changelog says nothing: %p', (text) => {
  write(text)
  for (const words of [['--check'], []]) {
    expect(date(...words)).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing to release') })
    expect(written()).toBe(text)
  }
})

test('has a changelog in which the next version has its place', () => {
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toMatch(/^## \[Unreleased\]$/m)
})
