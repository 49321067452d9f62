/** Seen from the file `a/b`, `../c` is `c`; a path that begins with `/` starts at the root. */
export function resolvePath(from: string, path: string): string {
  const resolved = path.startsWith('/') ? [] : foldersOf(from)
  for (const name of path.split('/')) {
    if (name === '..') resolved.pop()
    else if (name !== '' && name !== '.') resolved.push(name)
  }
  return resolved.join('/')
}

/** Where to look for what a file names: from the file on, and then in miniprogram_npm, as near as possible. */
export function placesOf(from: string, wanted: string): string[] {
  const places = [resolvePath(from, wanted)]
  if (/^\.{0,2}\//.test(wanted)) return places
  for (let folders = foldersOf(from); ; folders = folders.slice(0, -1)) {
    places.push([...folders, 'miniprogram_npm', wanted].join('/'))
    if (folders.length === 0) return places
  }
}

function foldersOf(file: string): string[] {
  return file.split('/').slice(0, -1)
}
