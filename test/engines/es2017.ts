import ts from 'typescript'

const file = ts.createSourceFile('empty.ts', '', ts.ScriptTarget.ES2017)
const options: ts.CompilerOptions = { lib: ['lib.es2017.d.ts'], types: [] }
const host = ts.createCompilerHost(options)
const { getSourceFile } = host
host.getSourceFile = (name, target) => (name === file.fileName ? file : getSourceFile(name, target))
const checker = ts.createProgram([file.fileName], options, host).getTypeChecker()

const namesOf = (type: ts.Type | undefined): string[] =>
  type ? checker.getPropertiesOfType(type).map(({ name }) => name) : []

/**
 * The built-ins of ES2017, which the oldest supported phones have, as TypeScript declares them: of each global, the
 * names of its own properties and of those of its instances.
 */
export const es2017 = Object.fromEntries(
  checker
    .getSymbolsInScope(file, ts.SymbolFlags.Value)
    // TypeScript knows it in every edition, the language only since ES2020.
    .filter(({ name }) => name !== 'globalThis')
    .map((symbol) => {
      const type = checker.getTypeOfSymbol(symbol)
      const prototype = type.getProperty('prototype')
      return [symbol.name, [namesOf(type), namesOf(prototype && checker.getTypeOfSymbol(prototype))]]
    }),
)
