import { type TransformFailure, transform } from 'esbuild'
import { wrapAppCode } from './app-code'
import { CompileError } from './compile-error'

/** One file of TypeScript or JavaScript as a script that defines the module of that path. */
export async function compileScript(file: string, source: string): Promise<string> {
  const { code, map } = await transform(source, {
    loader: file.endsWith('.ts') ? 'ts' : 'js',
    format: 'cjs',
    // A phone has no import().
    supported: { 'dynamic-import': false },
    sourcemap: 'external',
    sourcefile: file,
    logLevel: 'silent',
  }).catch((failure: TransformFailure) => {
    throw errorOf(failure, file)
  })
  const path = JSON.stringify(modulePath(file))
  // On the first line, so that the source map's lines stay right.
  const script = `simulator.define(${path}, ${wrapAppCode(['require', 'module', 'exports'], code)})`
  const mapUrl = `data:application/json;base64,${Buffer.from(map).toString('base64')}`
  return `${script}\n//# sourceMappingURL=${mapUrl}\n`
}

/** JSON that says where it is broken. */
export async function parseJson<T>(file: string, source: string): Promise<T> {
  await transform(source, { loader: 'json', logLevel: 'silent' }).catch((failure: TransformFailure) => {
    throw errorOf(failure, file)
  })
  return JSON.parse(source)
}

export function modulePath(file: string): string {
  return file.replace(/\.ts$/, '.js')
}

function errorOf({ errors: [error], message }: TransformFailure, file: string): CompileError {
  const location = error?.location
  return new CompileError(error?.text ?? message, {
    file,
    ...(location && { line: location.line, column: location.column + 1 }),
  })
}
