import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorsOf, projectAt } from './compile'

const root = join(__dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const installed = /(^|\/)(node_modules|miniprogram_npm)\//
const documents = [
  ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'demo-miniprogram'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !installed.test(path))
    .map((path) => join('demo-miniprogram', path)),
]

interface Snippet {
  language: string
  source: string
}

const snippetsOf = (document: string): Snippet[] =>
  [...read(document).matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', source = '']) => ({
    language,
    source,
  }))

/** A document without its snippets, in which a `#` is a comment and brackets are no links. */
const proseOf = (document: string): string => read(document).replace(/^```.*?^```$/gms, '')

const isCode = ({ language }: Snippet) => /^(ts|js|typescript|javascript)$/.test(language)
const withCode = documents.filter((document) => snippetsOf(document).some(isCode))

/** Beside code of ours, a snippet belongs to it; elsewhere it belongs to somebody's mini-program. */
const settingsOf = (folder: string) =>
  folder !== '.' && existsSync(join(root, folder, 'tsconfig.json'))
    ? { ...projectAt(folder).options, noUnusedLocals: false }
    : { types: ['miniprogram-api-typings'], skipLibCheck: true }

test.each(withCode)('compiles the snippets of %s against the published declarations', (document) => {
  const folder = dirname(document)
  const files = snippetsOf(document)
    .filter(isCode)
    // One that is named is the module that others import.
    .map(({ source }, index) => [/^\/\/ ([\w-]+\.ts)\n/.exec(source)?.[1] ?? `snippet ${index + 1}.ts`, source])
  expect(errorsOf(Object.fromEntries(files), settingsOf(folder), join(root, folder))).toEqual([])
})

/** What must be the same in every language: all but comments and what is said to people. */
function skeletonOf({ language, source }: Snippet): string[] {
  const bare = {
    ts: () => source.replace(/\/\*\*.*?\*\/|\/\/ [^\n]*/gs, '').replace(/new Error\(`.*`\)/g, 'new Error()'),
    sh: () => source.replace(/#.*/g, ''),
    mermaid: () => source.replace(/(: | as | over ).*/g, '$1'),
  }[language]
  if (!bare) throw new Error(`A snippet in ${language || 'no language'} cannot be compared yet`)
  const lines = bare().split('\n')
  return [language, ...lines.map((line) => line.trimEnd()).filter(Boolean)]
}

test('has the same snippets in both READMEs, in the same order', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((readme) => snippetsOf(readme).map(skeletonOf))
  expect(english?.filter(([language]) => language === 'ts').length).toBeGreaterThan(0)
  expect(chinese).toEqual(english)
})

test('has the same headings, tables and links in both READMEs, in the same order', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map((readme) => ({
    headings: [...proseOf(readme).matchAll(/^#+ /gm)].map(String),
    // The names in the first column are what a row is about.
    rows: [...proseOf(readme).matchAll(/^\| (`[^`]+`)?/gm)].map(([, name = '']) => name),
    links: [...proseOf(readme).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link.replace(/^README.*/, 'README')),
  }))
  expect(chinese).toEqual(english)
})

test.each(documents)('has no link in %s to a file that is not there', (document) => {
  const links = [...proseOf(document).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = '']) => link)
  const missing = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(document), link)))
  expect(missing).toEqual([])
})

test('says in both READMEs how large the build is', () => {
  // Its complaint says what to do.
  expect(() =>
    execFileSync('npx', ['tsx', 'test/published/sizes.ts', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow()
})
