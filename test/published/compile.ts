import { dirname, join } from 'node:path'
import ts from 'typescript'
import { exports as entries, types } from '../../package.json'

const root = join(__dirname, '../..')

/** The language's own declarations are the same every time. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** What the tsconfig.json of a folder names and wants. */
export function projectAt(folder: string): ts.ParsedCommandLine {
  const path = join(root, folder, 'tsconfig.json')
  return ts.parseJsonConfigFileContent(ts.readConfigFile(path, ts.sys.readFile).config, ts.sys, dirname(path), {}, path)
}

/**
 * Compiles files, name to source, as if they were in `folder`: those of a user who has nothing but the published
 * declarations, unless the options say otherwise. Says what is wrong with them.
 */
export function errorsOf(
  sources: Record<string, string>,
  options: ts.CompilerOptions = {},
  folder = join(__dirname, 'user'),
): string[] {
  const files = new Map(Object.entries(sources).map(([name, source]) => [join(folder, name), source]))
  const settings: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    lib: ['lib.es2018.d.ts'],
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: {
      'miniprogram-login': [join(root, types)],
      'miniprogram-login/alipay': [join(root, entries['./alipay'].require.types)],
    },
    ...options,
  }
  const host = ts.createCompilerHost(settings)
  const { getSourceFile, fileExists, directoryExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.directoryExists = (name) => name === folder || (directoryExists?.(name) ?? true)
  host.getSourceFile = (name, version) => {
    const source = files.get(name)
    if (source !== undefined) return ts.createSourceFile(name, source, version)
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, version))
    return parsed.get(name)
  }
  const program = ts.createProgram([...files.keys()], settings, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file && file.getLineAndCharacterOfPosition(start).line + 1
    return `${file?.fileName.slice(folder.length + 1)}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}
