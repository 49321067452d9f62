import { dirname, join } from 'node:path'
import ts from 'typescript'
import { types } from '../../package.json'

const root = join(__dirname, '../..')

/** The language's own declarations are the same every time. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/**
 * Compiles files of a user, name to source, who has nothing but the published declarations. Says what is wrong with
 * them.
 */
export function errorsOf(sources: Record<string, string>, options: ts.CompilerOptions = {}): string[] {
  const files = new Map(Object.entries(sources).map(([name, source]) => [join(__dirname, 'user', name), source]))
  const settings: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    lib: ['lib.es2018.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { 'miniprogram-login': [join(root, types)] },
    ...options,
  }
  const host = ts.createCompilerHost(settings)
  const { getSourceFile, fileExists, directoryExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.directoryExists = (name) => name === join(__dirname, 'user') || (directoryExists?.(name) ?? true)
  host.getSourceFile = (name, version) => {
    const source = files.get(name)
    if (source !== undefined) return ts.createSourceFile(name, source, version)
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, version))
    return parsed.get(name)
  }
  const program = ts.createProgram([...files.keys()], settings, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const place = file
      ? `${file.fileName.slice(dirname(__dirname).length)}:${file.getLineAndCharacterOfPosition(start).line + 1} `
      : ''
    return place + ts.flattenDiagnosticMessageText(messageText, '\n')
  })
}
