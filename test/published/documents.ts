import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = join(__dirname, '../..')
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const installed = /(^|\/)(node_modules|miniprogram_npm)\//

const within = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !installed.test(path))
    .map((path) => join(folder, path))

/** What `npm run docs` writes, from the source alone: there is no Chinese of it. */
export const reference = 'docs/api.md'

/** All that is written for people (and for their assistants), by its path in the repository. */
export const documents = [
  ...readdirSync(root).filter((path) => /\.md$|^llms\.txt$/.test(path)),
  ...['.github', 'demo-miniprogram', 'docs'].flatMap(within),
]

/** An English document and its Chinese twin. */
export const twins: [string, string][] = [
  ...documents
    .filter((path) => path.endsWith('.zh-CN.md'))
    .map((path): [string, string] => [path.replace('.zh-CN.md', '.md'), path]),
  ...documents
    .filter((path) => dirname(path) === 'docs' && path !== reference)
    .map((path): [string, string] => [path, path.replace('docs/', 'docs/zh-CN/')]),
]

export interface Snippet {
  /** Where a line above it says so: the file that it is, such as `app.json`. */
  file: string | undefined
  language: string
  source: string
}

export const snippetsOf = (document: string): Snippet[] =>
  [...read(document).matchAll(/(?:^`([\w./-]+)`\n\n)?^```(\w*)\n(.*?)^```$/gms)].map(
    ([, file, language = '', source = '']) => ({ file, language, source }),
  )

/** The files that a document has the reader write, path to text. */
export const filesOf = (document: string): Record<string, string> =>
  Object.fromEntries(snippetsOf(document).flatMap(({ file, source }) => (file ? [[file, source]] : [])))

/** A document without its snippets, in which a `#` is a comment and brackets are no links. */
export const proseOf = (document: string): string => read(document).replace(/^```.*?^```$/gms, '')

/** Where a link in a document leads. A file and an anchor, either of which may be ''; or an address elsewhere. */
export interface Link {
  elsewhere: boolean
  file: string
  anchor: string
}

export const linksOf = (document: string): Link[] =>
  [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => {
    if (/^https?:/.test(link)) return { elsewhere: true, file: link, anchor: '' }
    const [path = '', anchor = ''] = link.split('#')
    return { elsewhere: false, file: path ? join(dirname(document), path) : document, anchor }
  })

/** The anchors that hosts of repositories make of the headings. */
export function anchorsOf(document: string): string[] {
  const seen = new Map<string, number>()
  const explicit = [...proseOf(document).matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
  const ofHeadings = [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\\(.)/g, '$1')
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(anchor) ?? 0
    seen.set(anchor, before + 1)
    return before ? `${anchor}-${before}` : anchor
  })
  return [...explicit, ...ofHeadings]
}

export const isThere = (path: string): boolean => existsSync(join(root, path))
