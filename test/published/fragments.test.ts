import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { snippetsOf } from './documents'

/** What looks at the syntax of a language, where the machine has it; and what it says of names that it cannot know. */
const tools: Record<string, { command: string; words: string[]; file: string; unknown?: RegExp }> = {
  go: { command: 'gofmt', words: ['-e', '-l'], file: 'login.go' },
  java: {
    command: 'javac',
    words: ['-proc:none', '-implicit:none', '-Xmaxerrs', '1000', '-d', '.'],
    file: 'LoginController.java',
    unknown: /does not exist|cannot find symbol/,
  },
  python: { command: 'python3', words: ['-m', 'py_compile'], file: 'login.py' },
  php: { command: 'php', words: ['-l'], file: 'login.php' },
}

const fragments = snippetsOf('docs/server.md').filter(({ language }) => tools[language])

test('has a fragment in each of the languages that the document names', () => {
  expect(fragments.map(({ language }) => language)).toEqual(['go', 'java', 'python', 'php'])
})

for (const { language, source } of fragments) {
  const { command, words, file, unknown } = tools[language] as (typeof tools)[string]
  const isHere = !spawnSync(command, ['--help']).error
  ;(isHere ? test : test.skip)(`has a fragment in ${language} that ${command} can parse`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'fragment-'))
    try {
      writeFileSync(join(folder, file), source)
      const { status, stderr } = spawnSync(command, [...words, file], { cwd: folder, encoding: 'utf8' })
      const errors = stderr.split('\n').filter((line) => /\berror\b/i.test(line) && !/^\d+ errors?$/.test(line))
      if (unknown) expect(errors.filter((line) => !unknown.test(line))).toEqual([])
      else expect({ status, errors }).toEqual({ status: 0, errors: [] })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}
