interface LocalFile {
  content: Blob
  /** Where the document finds it. */
  url: string
}

/** What the mini-program chose or downloaded. As long as the document lives, for a browser has no folder for it. */
const files = new Map<string, LocalFile>()

/** Where the mini-program may put files of its own. */
export const userDataPath = 'wxfile://usr'

export function temporaryPath(extension = ''): string {
  return `wxfile://tmp/${crypto.randomUUID()}${extension}`
}

export function saveFile(path: string, content: Blob): void {
  const replaced = files.get(path)
  if (replaced) URL.revokeObjectURL(replaced.url)
  files.set(path, { content, url: URL.createObjectURL(content) })
}

export function findFile(path: string): LocalFile | undefined {
  return files.get(path)
}
