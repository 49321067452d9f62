import { anchorsOf, documents, isThere, linksOf, read } from './documents'

test.each(documents)('has no link in %s to a file or a heading that is not there', (document) => {
  const dead = linksOf(document).filter(({ elsewhere, file, anchor }) => {
    if (elsewhere) return false
    return !isThere(file) || (anchor !== '' && !anchorsOf(file).includes(anchor))
  })
  expect(dead.map(({ file, anchor }) => `${file}#${anchor}`)).toEqual([])
})

test('leads from the README to every document', () => {
  const reached = new Set(['README.md', 'CHANGELOG.md'])
  for (const document of reached)
    for (const { elsewhere, file } of linksOf(document)) if (!elsewhere && documents.includes(file)) reached.add(file)
  const aside = /^\.github\//
  expect(documents.filter((document) => !reached.has(document) && !aside.test(document))).toEqual([])
})

test('names no place that only one machine has', () => {
  const local = /(?:^|[\s('"])(?:\/(?:home|Users|root|work|tmp)\/|[A-Z]:\\)/
  expect(documents.filter((document) => local.test(read(document)))).toEqual([])
})
