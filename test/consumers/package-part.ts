import { readdirSync, readFileSync } from 'node:fs'
import { eachMapping, TraceMap } from '@jridgewell/trace-mapping'
import { installed } from './installed'

export interface PackagePart {
  /** The files of the package that are in there. */
  files: string[]
  bytes: number
}

/** What of a built script, by its source map, comes from the package. */
export function packagePartOf(script: string, map = `${script}.map`): PackagePart {
  const lines = readFileSync(script, 'utf8').split('\n')
  const mappings: { line: number; column: number; file: string | undefined }[] = []
  eachMapping(new TraceMap(readFileSync(map, 'utf8')), ({ generatedLine, generatedColumn, source }) => {
    mappings.push({ line: generatedLine - 1, column: generatedColumn, file: source ? packageFile(source) : undefined })
  })
  const files = new Set<string>()
  let bytes = 0
  mappings.forEach(({ line, column, file }, index) => {
    if (!file) return
    const next = mappings[index + 1]
    const end = next?.line === line ? next.column : undefined
    bytes += Buffer.byteLength(lines[line]?.slice(column, end) ?? '')
    files.add(file)
  })
  return { files: [...files], bytes }
}

const published = readdirSync(installed, { recursive: true, encoding: 'utf8' })

/** Webpack, as Taro sets it up, writes `_` for each `/`. */
const comparable = (path: string): string => path.replace(/[/\\]/g, '_')

const packageFile = (source: string): string | undefined =>
  published.find((file) => comparable(source).endsWith(comparable(`node_modules/miniprogram-login/${file}`)))
