import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const root = join(__dirname, '..')

export const picturesFolder = join(root, 'docs/pictures')

/** Says which sources the pictures show. */
export const sourcesFile = join(picturesFolder, 'sources.json')

const shown = [
  'demo-miniprogram/miniprogram/app.wxss',
  'demo-miniprogram/miniprogram/theme.json',
  'demo-miniprogram/miniprogram/pages/sequence/sequence.wxml',
  'demo-miniprogram/miniprogram/pages/sequence/sequence.wxss',
  'demo-miniprogram/miniprogram/sequence/drawing.ts',
  'demo-miniprogram/miniprogram/sequence/rows.ts',
  'demo-miniprogram/miniprogram/sequence/sequence.wxml',
  'demo-miniprogram/miniprogram/sequence/sequence.wxss',
  'demo-miniprogram/simulator/page/arrow.css',
  'demo-miniprogram/simulator/page/index.html',
  'demo-miniprogram/simulator/page/page.css',
  'demo-miniprogram/simulator/page/panel.css',
  'demo-miniprogram/simulator/page/row.css',
  'demo-miniprogram/simulator/page/row.ts',
  'demo-miniprogram/simulator/page/words.ts',
]

/** A hash of all that has a say in how the pictures look. */
export async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of shown) hash.update(file).update(await readFile(join(root, file)))
  return hash.digest('hex')
}
