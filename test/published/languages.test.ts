import { documents, isThere, linksOf, proseOf, reference, type Snippet, snippetsOf, twins } from './documents'

const slashes = /\/\*\*?.*?\*\/|(?<![:\w])\/\/ [^\n]*/gs
const hashes = /(?<=^|\s)# [^\n]*/g
const commentsIn: Record<string, RegExp> = {
  ts: slashes,
  js: slashes,
  go: slashes,
  java: slashes,
  php: slashes,
  json: slashes,
  python: hashes,
  sh: hashes,
  nginx: hashes,
  ini: hashes,
  promql: hashes,
  html: /(?<=>)[^<>{}\n]+/g,
  mermaid: /(?<=: | as | over ).*/g,
}

/** What must be the same in every language: all but comments and what is said to people. */
function skeletonOf({ file, language, source }: Snippet): unknown[] {
  const comments = commentsIn[language]
  if (!comments) throw new Error(`A snippet in ${language || 'no language'} cannot be compared yet`)
  const bare = source.replace(comments, '').replace(/new Error\((['`]).*\1\)/g, 'new Error()')
  const lines = bare.split('\n').map((line) => line.trimEnd())
  return [file, language, ...lines.filter(Boolean)]
}

test.each(twins)('has the same snippets in %s and %s, in the same order', (english, chinese) => {
  expect(snippetsOf(chinese).map(skeletonOf)).toEqual(snippetsOf(english).map(skeletonOf))
})

const structureOf = (document: string) => ({
  headings: [...proseOf(document).matchAll(/^#+ /gm)].map(String),
  // The names in the first column are what a row is about.
  rows: [...proseOf(document).matchAll(/^\| (`[^`]+`)?/gm)].map(([, name = '']) => name),
  // Each leads to the twin in its language, and anchors are words.
  links: linksOf(document).map(({ file, anchor }) => [
    file.replace(/^docs\/zh-CN\//, 'docs/').replace('.zh-CN.', '.'),
    anchor !== '',
  ]),
})

test.each(twins)('has the same headings, tables and links in %s and %s, in the same order', (english, chinese) => {
  expect(structureOf(chinese)).toEqual(structureOf(english))
})

test('has every document in both languages, and none in one alone', () => {
  const chinese = documents.filter((document) => document.startsWith('docs/zh-CN/'))
  expect(chinese.sort()).toEqual(
    twins
      .map(([, twin]) => twin)
      .filter((twin) => twin.startsWith('docs/zh-CN/'))
      .sort(),
  )
  expect(isThere(reference)).toBe(true)
})
