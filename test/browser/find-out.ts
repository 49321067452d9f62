import { openPage } from './browser'
import { makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

interface Circumstances {
  locale?: string
  /** Of the simulator's address. */
  query?: string
}

/** What this code, run in the onLoad of a page in plain JavaScript, returns. */
export async function findOut(code: string, { locale = 'en-US', query = '' }: Circumstances = {}): Promise<any> {
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["pages/index/index"] }',
    'pages/index/index.js': `Page({ data: {}, async onLoad() {
      const find = async () => { ${code} }
      this.setData({ found: JSON.stringify(await find().catch(String)), done: true })
    } })`,
    'pages/index/index.wxml': '<text wx:if="{{done}}" id="found">{{found}}</text>',
  })
  const url = await serveMiniProgram(miniProgram, await startLoginServer())
  const { sees, textOf } = await openPage(url + query, { locale })
  await sees('#found', '')
  return JSON.parse(await textOf('#found'))
}
