import type { ServerResponse } from 'node:http'
import { findOut } from './find-out'
import { closing, listen } from './listen'

/** Defines `download`, which tells the outcome and, with `watch`, shows the task. */
const download = `
  const download = (options, watch = () => {}) => new Promise((resolve) => {
    watch(wx.downloadFile({ ...options, success: resolve, fail: (failure) => resolve({ failed: failure }) }))
  });`

test('makes a file of whatever the server answers, with every status', async () => {
  const url = await listen((_request, response) => response.writeHead(401).end('not yours'))
  expect(
    await findOut(`${download}
      return [await download({ url: '${url}/a.png' }), await download({ url: '${url}', filePath: wx.env.USER_DATA_PATH + '/a' })]`),
  ).toEqual([
    {
      statusCode: 401,
      tempFilePath: expect.stringMatching(/^wxfile:\/\/tmp\/[\w-]+\.png$/),
      errMsg: 'downloadFile:ok',
    },
    { statusCode: 401, filePath: 'wxfile://usr/a', errMsg: 'downloadFile:ok' },
  ])
})

test('tells of the headers, without a status, and then of each part', async () => {
  let rest: ServerResponse | undefined
  const url = await listen((request, response) => {
    if (request.url === '/rest') {
      rest?.end('second')
      response.end()
    } else {
      if (request.url === '/long') response.setHeader('content-length', 12)
      response.write('first ')
      rest = response
    }
  })
  const found = await findOut(`${download}
    const watch = (path) => {
      const events = []
      const dropped = () => events.push('dropped')
      return download({ url: '${url}' + path }, (task) => {
        task.onHeadersReceived((event) => events.push(Object.keys(event)))
        task.onProgressUpdate((event) => {
          events.push(event)
          if (events.length === 2) wx.request({ url: '${url}/rest' })
        })
        task.onProgressUpdate(dropped)
        task.offProgressUpdate(dropped)
      }).then(() => events)
    }
    return [await watch('/long'), await watch('/unknown')]`)
  const written = (progress: number, totalBytesWritten: number, totalBytesExpectedToWrite: number) => ({
    progress,
    totalBytesWritten,
    totalBytesExpectedToWrite,
  })
  expect(found).toEqual([
    [['header'], written(50, 6, 12), written(100, 12, 12)],
    [['header'], written(0, 6, -1), written(0, 12, -1)],
  ])
})

test('ends at the server, too, when it is aborted or takes too long', async () => {
  const closings: Promise<void>[] = []
  const url = await listen((request, response) => {
    closings.push(closing(request))
    response.write('first')
  })
  expect(
    await findOut(`${download}
      return [
        await download({ url: '${url}' }, (task) => task.onProgressUpdate(() => task.abort())),
        await download({ url: '${url}', timeout: 200 }),
      ]`),
  ).toEqual([
    { failed: { errMsg: 'downloadFile:fail abort' } },
    { failed: { errMsg: 'downloadFile:fail timeout', errno: 5 } },
  ])
  await Promise.all(closings)
  expect(closings).not.toEqual([])
})
