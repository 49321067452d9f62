import postcss, { CssSyntaxError, type Root } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { resolvePath } from '../common/paths'
import { CompileError } from './compile-error'
import type { Folder } from './folder'

/** WXSS as CSS: imports inlined, rpx turned into what the browser knows, and classes put into the scope of a component. */
export function compileStyle(folder: Folder, file: string, scope?: string): string {
  if (!folder.has(file)) return ''
  const root = parse(folder, file, [])
  root.walkDecls((declaration) => {
    declaration.value = rpxToVw(declaration.value)
  })
  if (scope) putIntoScope(root, scope)
  return root.toString()
}

/** The screen is 750 rpx wide, whatever it is. Text in quotes and URLs stays as it is. */
function rpxToVw(value: string): string {
  return value.replace(/"[^"]*"|'[^']*'|url\([^)]*\)|(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi, (all, rpx?: string) =>
    rpx === undefined ? all : `${+(Number(rpx) / 7.5).toFixed(5)}vw`,
  )
}

function parse(folder: Folder, file: string, importers: string[]): Root {
  const root = parseFile(folder, file)
  root.walkAtRules('import', (rule) => {
    const path = /^(?:url\()?\s*["']?([^"')]+)/.exec(rule.params)?.[1] ?? ''
    const imported = resolvePath(file, path)
    const place = { file, line: rule.source?.start?.line ?? 1, column: rule.source?.start?.column ?? 1 }
    if (!folder.has(imported)) throw new CompileError(`there is no '${path}' to import`, place)
    if ([...importers, file].includes(imported)) throw new CompileError(`'${path}' imports itself`, place)
    rule.replaceWith(parse(folder, imported, [...importers, file]).nodes)
  })
  return root
}

function parseFile(folder: Folder, file: string): Root {
  try {
    return postcss.parse(folder.get(file) ?? '')
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    const { reason, line, column } = error
    throw new CompileError(reason, { file, ...(line && { line }), ...(column && { column }) })
  }
}

/** glass-easel writes the classes of a component as `<scope>--<class>`, and marks its host with the scope. */
function putIntoScope(root: Root, scope: string): void {
  const rewrite = selectorParser((selectors) => {
    selectors.walkClasses((name) => {
      name.value = `${scope}--${name.value}`
    })
    selectors.walkPseudos((pseudo) => {
      if (pseudo.value === ':host') pseudo.value = `[wx-host="${scope}"]`
    })
  })
  root.walkRules((rule) => {
    const parent = rule.parent
    const isKeyframe = parent?.type === 'atrule' && 'name' in parent && /keyframes$/.test(String(parent.name))
    if (!isKeyframe) rule.selector = rewrite.processSync(rule.selector)
  })
}
