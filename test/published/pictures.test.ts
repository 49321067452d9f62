import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { hashOfSources, picturesFolder, sourcesFile } from '../../demo-miniprogram/pictures-sources'
import { isThere, read } from './documents'

test('has pictures of what the demo looks like now, or else `npm run pictures` is due', async () => {
  expect(JSON.parse(readFileSync(sourcesFile, 'utf8'))).toEqual({ sources: await hashOfSources() })
})

test.each([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh-CN'],
])(
  'shows in %s pictures in its language, for light and dark, moving and still, and says what is seen',
  (readme, language) => {
    const markup = /<picture>.*?<\/picture>/s.exec(read(readme))?.[0] ?? ''
    const files = [...markup.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, file = '']) => file)
    const names = ['dark.webp', 'light.webp', 'dark.moving.webp', 'light.moving.webp']
    expect(files.map((file) => basename(file))).toEqual(names.map((name) => `${language}.${name}`))
    expect(files.filter((file) => !isThere(file))).toEqual([])
    expect(/alt="([^"]+)"/.exec(markup)?.[1]).toMatch(/wx\.login.*20/s)
  },
)

test('has no picture that takes long to load', () => {
  const pictures = readdirSync(picturesFolder).filter((name) => name.endsWith('.webp'))
  expect(pictures).toHaveLength(8)
  expect(pictures.filter((name) => statSync(`${picturesFolder}/${name}`).size > 400_000)).toEqual([])
})
