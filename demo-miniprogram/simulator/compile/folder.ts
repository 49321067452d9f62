import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The text files of a mini-program, by their path in its folder with `/`. */
export type Folder = ReadonlyMap<string, string>

const textEndings = /(?<!\.d)\.(?:ts|js|json|wxml|wxss|wxs)$/

/** Reads all that may be compiled. As 构建 npm has it, node_modules is no part of the mini-program. */
export async function readFolder(root: string): Promise<Folder> {
  const folder = new Map<string, string>()

  async function read(path: string): Promise<void> {
    const entries = await readdir(join(root, path), { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inside = path + entry.name
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) await read(`${inside}/`)
      } else if (textEndings.test(entry.name)) {
        folder.set(inside, await readFile(join(root, inside), 'utf8'))
      }
    }
  }

  await read('')
  return folder
}
