import { basename, join } from 'node:path'
import { build } from 'esbuild'

const source = join(__dirname, '..')

/** The simulator's own code for the browser, by file name: the page around the phone and what runs in the phone. */
export async function bundleAssets(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: join(source, 'page/page.ts'), out: 'page' },
      { in: join(source, 'page/page.css'), out: 'page' },
      { in: join(source, 'phone/main.ts'), out: 'phone' },
      { in: join(source, 'phone/phone.css'), out: 'phone' },
    ],
    outdir: source,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    sourcemap: 'inline',
  })
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]))
}
