import { gzipSync } from 'node:zlib'
import { type BuildOptions, buildSync } from 'esbuild'

/** A file with all that it imports, minified for the phones that are supported: what it adds to an app. */
export function bundle(file: string, options: BuildOptions = {}): string {
  const [output] = buildSync({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2018',
    tsconfigRaw: {},
    ...options,
    write: false,
  }).outputFiles
  return output?.text ?? ''
}

/** Bytes. */
export const gzipped = (script: string): number => gzipSync(script, { level: 9 }).length

/** Bytes of everything, minified and gzipped: what the package promises. */
export const budget = 4500

/** As documents state it. */
export const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
