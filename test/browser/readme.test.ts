import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openPage } from './browser'
import { makeMiniProgram, serveMiniProgram, startLoginServer } from './servers'

const demoServer = 'http://127.0.0.1:8787'

test.each(['README.md', 'README.zh-CN.md'])('the first snippet of %s works in a fresh page', async (readme) => {
  const markdown = await readFile(join(__dirname, '../..', readme), 'utf8')
  const snippet = /```ts\n(.*?)```/s.exec(markdown)?.[1] ?? ''
  expect(snippet).toContain(demoServer)

  const server = await startLoginServer()
  const miniProgram = await makeMiniProgram({
    'app.json': '{ "pages": ["pages/index/index"] }',
    // The usual port may be taken here.
    'pages/index/index.ts': snippet.replace(demoServer, server.url),
    'pages/index/index.wxml': '<text id="user">{{userId}}</text>',
  })
  const { sees } = await openPage(await serveMiniProgram(miniProgram, server))
  await sees('#user', /^[\w-]{16}$/)
  expect(server.answered()).toEqual(['POST /login → 200', 'GET /me → 200'])
})
