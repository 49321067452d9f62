import { readFileSync } from 'node:fs'
import { createWire } from '../helpers/wire'

/** Somebody who is logged in at the demo's server. */
async function logIn() {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  return { ...wire, auth }
}

/** The id of a photo that the server keeps. */
async function keepPhoto({ auth, file }: Awaited<ReturnType<typeof logIn>>): Promise<string> {
  const { data } = await auth.uploadFile({ url: '/files', filePath: file('a photo'), name: 'file' })
  return JSON.parse(data).id
}

test('uploads a file through a replay, and tells the progress of each attempt', async () => {
  const { auth, server, file, codes } = await logIn()
  await server.revokeAll()
  const task = auth.uploadFile({
    url: '/files',
    filePath: file('a photo'),
    name: 'file',
    formData: { album: 'summer' },
  })
  const progress: number[] = []
  task.onProgressUpdate((update) => progress.push(update.progress))
  const { statusCode, data } = await task

  expect([statusCode, JSON.parse(data)]).toEqual([201, { id: expect.any(String), name: 'file', size: 7 }])
  expect(progress).toEqual([100, 100])
  expect(codes).toHaveLength(2)
  expect(server.asked.slice(1)).toEqual(['POST /files', 'POST /login', 'POST /files'])
})

test('uploads 2 MB through a replay, though the server refused them unread', async () => {
  const { auth, server, file } = await logIn()
  await server.revokeAll()
  const size = 2 * 1024 * 1024
  const { data } = await auth.uploadFile({ url: '/files', filePath: file('x'.repeat(size)), name: 'file' })
  expect(JSON.parse(data)).toMatchObject({ size })
})

test('downloads through a replay what the user of the login state before had uploaded', async () => {
  const phone = await logIn()
  const { auth, server, codes } = phone
  const id = await keepPhoto(phone)
  await server.revokeAll()
  const { statusCode, tempFilePath } = await auth.downloadFile({ url: `/files/${id}` })

  expect([statusCode, readFileSync(tempFilePath, 'utf8')]).toEqual([200, 'a photo'])
  expect(codes).toHaveLength(2)
})

test('streams a sentence word by word through a replay', async () => {
  const { auth, server, codes } = await logIn()
  await server.revokeAll()
  const words: string[] = []
  const task = auth.request({ url: '/stream?pause=10', enableChunked: true })
  task.onChunkReceived(({ data }) => words.push(Buffer.from(data).toString()))
  const { statusCode } = await task

  expect(statusCode).toBe(200)
  expect(words.length).toBeGreaterThan(10)
  expect(words.join('')).toMatch(/^Each word of this sentence .* is here\.$/)
  expect(codes).toHaveLength(2)
})

test('finishes a stream that is under way when the server forgets everybody', async () => {
  const { auth, server, codes } = await logIn()
  const task = auth.request({ url: '/stream?pause=10', enableChunked: true })
  let said = ''
  task.onChunkReceived(({ data }) => {
    if (!said) server.revokeAll()
    said += Buffer.from(data).toString()
  })
  await task
  expect(said).toMatch(/ is here\.$/)
  expect(codes).toHaveLength(1)
})

describe("with login: 'optional'", () => {
  const news = { url: '/news', login: 'optional' } as const

  test('lets a visitor read the news without a login', async () => {
    const { start, codes } = await createWire()
    expect((await start().request(news)).data).toMatchObject({ reader: null })
    expect(codes).toHaveLength(0)
  })

  test('is greeted by the server when somebody is logged in', async () => {
    const { auth } = await logIn()
    const { userId } = auth.state as unknown as { userId: string }
    expect((await auth.request(news)).data.reader).toBe(userId)
  })

  test('reads on as a visitor when the server forgot the login state', async () => {
    const { auth, server, codes } = await logIn()
    await server.revokeAll()
    const { statusCode, data } = await auth.request(news)
    expect([statusCode, data.reader]).toEqual([200, null])
    expect(auth.state).toBeUndefined()
    expect(codes).toHaveLength(1)
    expect(server.asked.slice(1)).toEqual(['GET /news', 'GET /news'])
  })
})
