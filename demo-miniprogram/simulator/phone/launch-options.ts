export interface LaunchOptions {
  path: string
  query: Record<string, string>
  scene: number
  apiCategory: 'default' | 'browseOnly'
  referrerInfo: object
}

/** The single-page mode of Moments. */
const momentsScene = 1154

/** From the address of the simulator: `?path=pages/me/me&query=a%3D1&scene=1154`. */
export function readLaunchOptions(search: string, firstPage: string): LaunchOptions {
  const asked = new URLSearchParams(search)
  const scene = Number(asked.get('scene') ?? 1001)
  return {
    path: asked.get('path') ?? firstPage,
    query: parseQuery(asked.get('query') ?? ''),
    scene,
    apiCategory: scene === momentsScene ? 'browseOnly' : 'default',
    referrerInfo: {},
  }
}

export function parseQuery(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}
