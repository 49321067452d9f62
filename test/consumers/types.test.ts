import { relative } from 'node:path'
import type TypeScript from 'typescript'
import { folderOf, installed, named } from './installed'
import { addRow } from './table'

interface Setting {
  setting: string
  moduleResolution: keyof typeof TypeScript.ModuleResolutionKind
  module: keyof typeof TypeScript.ModuleKind
  /** What the compiler takes the user's file for. */
  extension: 'ts' | 'cts' | 'mts'
  /** What it takes of the package. */
  declarations: string[]
}

const ofCommonjs = ['miniprogram_dist/index.d.ts', 'miniprogram_dist/alipay.d.ts']
const ofEsModule = ['dist/index.d.mts', 'dist/alipay.d.mts']
const settings: Setting[] = [
  {
    setting: 'node10',
    moduleResolution: 'Node10',
    module: 'ES2020',
    extension: 'ts',
    declarations: ['miniprogram_dist/index.d.ts', 'alipay/index.d.ts'],
  },
  {
    setting: 'node16 as CommonJS',
    moduleResolution: 'Node16',
    module: 'Node16',
    extension: 'cts',
    declarations: ofCommonjs,
  },
  {
    setting: 'node16 as an ES module',
    moduleResolution: 'Node16',
    module: 'Node16',
    extension: 'mts',
    declarations: ofEsModule,
  },
  { setting: 'bundler', moduleResolution: 'Bundler', module: 'ES2020', extension: 'ts', declarations: ofEsModule },
]

/** The one that most have, and the oldest that knows every one of these settings. */
describe.each(['typescript', 'typescript-5.0'])('%s', (compiler) => {
  const ts: typeof TypeScript = require(compiler)

  /** What strict users see who write the files of `types` into a folder of theirs. */
  function compile({ moduleResolution, module, extension }: Setting, lib: string[], types: string[], users: string[]) {
    const written = new Map(users.map((user) => [folderOf(`${user}.${extension}`), folderOf(`types/${user}.ts`)]))
    const options: TypeScript.CompilerOptions = {
      strict: true,
      skipLibCheck: false,
      noEmit: true,
      target: ts.ScriptTarget.ES2020,
      lib: lib.map((name) => `lib.${name}.d.ts`),
      types,
      module: ts.ModuleKind[module],
      moduleResolution: ts.ModuleResolutionKind[moduleResolution],
      ...(ts.version.startsWith('6.') && { ignoreDeprecations: '6.0' }),
    }
    const host = ts.createCompilerHost(options)
    const { fileExists, readFile } = host
    host.fileExists = (path) => written.has(path) || fileExists(path)
    host.readFile = (path) => readFile(written.get(path) ?? path)
    const program = ts.createProgram([...written.keys()], options, host)

    const declarations = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(installed))
    // What the language and the platform declare is not in question, and takes long.
    const files = [...declarations, ...[...written.keys()].map((path) => program.getSourceFile(path))]
    const problems = [
      ...program.getGlobalDiagnostics(),
      ...files.flatMap((file) => ts.getPreEmitDiagnostics(program, file)),
    ]
    return {
      problems: problems.map(({ file, start, messageText }) => [
        file && `${file.fileName}:${file.getLineAndCharacterOfPosition(start ?? 0).line + 1}`,
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ]),
      declarations: declarations.map(({ fileName }) => relative(installed, fileName)),
    }
  }

  test.each(settings)('checks strict code under $setting, beside the DOM', (setting) => {
    const { problems, declarations } = compile(setting, ['es2018', 'dom'], [], ['calls'])
    expect(problems).toEqual([])
    expect(declarations).toEqual(setting.declarations)
    const [main = ''] = setting.declarations
    addRow({ consumer: `${compiler}, ${setting.setting}`, version: ts.version, 'resolved to': named(main) })
  })

  test.each(settings)('checks strict code under $setting, beside the declarations of wx', (setting) => {
    const { problems } = compile(setting, ['es2018'], ['miniprogram-api-typings'], ['calls', 'real-wx'])
    expect(problems).toEqual([])
  })
})
