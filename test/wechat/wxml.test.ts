import { join } from 'node:path'
import { readFolder } from '../../demo-miniprogram/simulator/compile/folder'
import { apps } from './apps'
import { remarksOn } from './remarks'

test.each(Object.entries(apps))('finds nothing to remark in the WXML of %s', async (_name, app) => {
  const folder = await readFolder(join(app, 'miniprogram'))
  expect([...folder.keys()]).toContain('pages/index/index.wxml')
  expect(remarksOn(folder)).toEqual([])
})

test.each([
  ['a broken expression', '<view>\n  <text>{{a b}}</text>\n</view>', '2:13: unexpected character inside expression'],
  ['an end tag that is missing', '<view>\n\n <text></view>', '3:3: missing end tag'],
  ['an unknown directive', '<view\n  wx:fro="{{list}}" />', '2:3: invalid attribute prefix'],
  ['an include of nothing', '<view />\n<include />', '2:2: missing source path'],
])('reports %s with file, line and column', (_name, source, remark) => {
  expect(remarksOn(new Map([['pages/a/a.wxml', source]]))).toEqual([`pages/a/a.wxml:${remark}`])
})
