import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import ts from 'typescript'
import { errorsOf, projectAt } from './compile'
import { documents, proseOf, read, reference, root, type Snippet, snippetsOf, twins } from './documents'

const isTyped = ({ language }: Snippet) => /^(ts|typescript)$/.test(language)
const isScript = ({ language }: Snippet) => /^(js|javascript)$/.test(language)
const withTypes = documents.filter((document) => document !== reference && snippetsOf(document).some(isTyped))
const withScripts = documents.filter((document) => snippetsOf(document).some(isScript))

/** Beside code of ours, a snippet belongs to it; elsewhere it belongs to somebody's mini-program. */
const settingsOf = (folder: string) =>
  folder.startsWith('demo-miniprogram') && existsSync(join(root, folder, 'tsconfig.json'))
    ? { ...projectAt(folder).options, noUnusedLocals: false }
    : { types: ['miniprogram-api-typings'], skipLibCheck: true }

/** One that is named is the module that others import: `auth.ts`, of the README. */
const nameOf = ({ source }: Snippet) => /^\/\/ ([\w-]+\.ts)\n/.exec(source)?.[1]
const modules = Object.fromEntries(
  snippetsOf('README.md').flatMap((snippet) => (nameOf(snippet) ? [[nameOf(snippet), snippet.source]] : [])),
)

const folders = [...new Set(withTypes.map((document) => dirname(document)))]

test.each(folders)('compiles the snippets of the documents in %s against the published declarations', (folder) => {
  const files = withTypes
    .filter((document) => dirname(document) === folder)
    .flatMap((document) =>
      snippetsOf(document)
        .filter(isTyped)
        .map((snippet, index) => [nameOf(snippet) ?? `${basename(document)} ${index + 1}.ts`, snippet.source]),
    )
  expect(errorsOf({ ...modules, ...Object.fromEntries(files) }, settingsOf(folder), join(root, folder))).toEqual([])
})

test.each(withScripts)('has JavaScript in %s that can be parsed', (document) => {
  const wrong = snippetsOf(document)
    .filter(isScript)
    .flatMap(
      ({ source }) => ts.transpileModule(source, { reportDiagnostics: true, fileName: 'snippet.js' }).diagnostics,
    )
  expect(wrong).toEqual([])
})

test.each(twins.flat().filter((document) => document.endsWith('/errors.md')))(
  'says in %s of every code of an AuthError what to do, and of none besides',
  (document) => {
    const [, union = ''] = /AuthErrorCode =(.*?)\n\n/s.exec(read('src/errors.ts')) ?? []
    const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => code)
    const told = [...proseOf(document).matchAll(/^\| `([A-Z_]+)` \| .+ \| .+ \|$/gm)].map(([, code]) => code)
    expect(codes.length).toBeGreaterThan(0)
    expect(told).toEqual(codes)
  },
)

test('says in both READMEs how large the build is', () => {
  // Its complaint says what to do.
  expect(() =>
    execFileSync('npx', ['tsx', 'test/published/sizes.ts', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow()
})

test('has an API reference that is what the source says now, or else `npm run docs` is due', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reference-'))
  try {
    const options = ['--options', 'docs/typedoc.json', '--out', folder, '--logLevel', 'Warn']
    execFileSync('npx', ['typedoc', ...options], { cwd: root, stdio: 'pipe' })
    expect(read(reference)).toBe(readFileSync(join(folder, basename(reference)), 'utf8'))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
