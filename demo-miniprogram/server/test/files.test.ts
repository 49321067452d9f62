import { converse, runServer } from './running-server'

const photo = new Uint8Array(3000).map((_, index) => index)
const megabytes = (count: number) => new Uint8Array(count * 1024 * 1024)

/** A server, and somebody who is logged in there. */
async function logIn(options?: Parameters<typeof runServer>[0]) {
  const server = await runServer(options)
  const { token } = (await server.login()).json
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  return {
    server,
    token,
    upload: (form: FormData, as = token) =>
      server.ask('/files', { method: 'POST', body: form, headers: as ? bearer(as) : {} }),
    download: (id: string, as = token) => fetch(`${server.url}/files/${id}`, { headers: bearer(as) }),
  }
}

function formWith(
  content: Uint8Array | string,
  { field = 'file', name = 'photo.png', type = 'image/png' } = {},
): FormData {
  const form = new FormData()
  form.append(field, new Blob([content], { type }), name)
  return form
}

test('takes a file, says what it took, and gives it back', async () => {
  const { upload, download } = await logIn()
  const { status, json } = await upload(formWith(photo))
  expect(status).toBe(201)
  expect(json).toEqual({ id: expect.stringMatching(/^[\w-]{22}$/), name: 'photo.png', size: 3000 })
  const answer = await download(json.id)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(photo)
})

test('gives a file to its owner after another login, too', async () => {
  const { server, upload, download } = await logIn()
  const { id } = (await upload(formWith(photo))).json
  await server.post('/revoke', '')
  expect((await download(id)).status).toBe(401)
  const { token } = (await server.login()).json
  expect((await download(id, token)).status).toBe(200)
})

test("answers other people's files as files that are not there", async () => {
  const { server, upload, download } = await logIn()
  const { id } = (await upload(formWith(photo))).json
  const { token } = (await server.login(server.standIn.issueCode('bo'))).json
  const [others, none] = [await download(id, token), await download('A'.repeat(22), token)]
  expect([others.status, await others.json()]).toEqual([404, await none.json()])
  expect(none.status).toBe(404)
})

test.each(['text/html', 'image/svg+xml', 'nonsense', ''])(
  'gives a file that was sent as %p back as bytes, which no browser runs',
  async (type) => {
    const { upload, download } = await logIn()
    const { id } = (await upload(formWith('<script>', { type }))).json
    const { headers } = await download(id)
    expect(headers.get('content-type')).toBe('application/octet-stream')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test('takes the fields that are sent beside the file, and a file that is empty', async () => {
  const { upload } = await logIn()
  const form = new FormData()
  form.append('album', 'summer')
  form.append('file', new Blob([]), '照片.png')
  expect((await upload(form)).json).toMatchObject({ name: '照片.png', size: 0 })
})

test('takes 2 MB and refuses more with 413', async () => {
  const { server, upload } = await logIn()
  expect((await upload(formWith(megabytes(2)))).status).toBe(201)
  const more = await upload(formWith(megabytes(3)))
  expect([more.status, more.json.error]).toEqual([413, 'body_too_large'])
  await server.logged('POST /files → 413 (body_too_large)')
})

test('refuses two files, and more fields than it wants, with 413', async () => {
  const { upload } = await logIn()
  const two = formWith(photo)
  two.append('file', new Blob([photo]), 'another.png')
  expect((await upload(two)).status).toBe(413)
  const fields = new FormData()
  for (let index = 0; index < 20; index++) fields.append(`field-${index}`, 'x')
  expect((await upload(fields)).status).toBe(413)
})

test.each([
  ['no file', new FormData()],
  ['a file in another field', formWith(photo, { field: 'photo' })],
])('refuses a form with %s with 400', async (_, form) => {
  const { upload } = await logIn()
  const answer = await upload(form)
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_file'])
})

test.each([
  ['no form', 'multipart/form-data; boundary=x', 'no form'],
  ['a form that ends early', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="file"'],
  ['a form without a boundary', 'multipart/form-data', 'body'],
  ['no body', 'multipart/form-data; boundary=x', ''],
])('refuses %s with 400', async (_, type, body) => {
  const { server, token } = await logIn()
  const headers = { authorization: `Bearer ${token}`, 'content-type': type }
  const answer = await server.ask('/files', { method: 'POST', body, headers })
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_file'])
})

test.each(['application/json', 'text/plain', 'image/png', ''])('refuses a body of type %p with 415', async (type) => {
  const { server, token } = await logIn()
  const answer = await server.post('/files', '{}', { authorization: `Bearer ${token}`, 'content-type': type })
  expect([answer.status, answer.json.error]).toEqual([415, 'unsupported_media_type'])
})

test('refuses nothing at all with 415', async () => {
  const { server, token } = await logIn()
  const answer = await server.ask('/files', { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  expect([answer.status, answer.json.error]).toEqual([415, 'unsupported_media_type'])
})

test('answers 401 before the body has come', async () => {
  const { server } = await logIn()
  const head = 'POST /files HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\n'
  const { heard } = await converse(server.port, `${head}content-length: 2000000\r\n\r\n--x\r\n`)
  expect(await heard('login_state_unknown')).toMatch(/^HTTP\/1\.1 401 /)
})

test('answers 401 to who sends a whole file, too', async () => {
  const { upload } = await logIn()
  expect((await upload(formWith(megabytes(2)), '')).status).toBe(401)
})

test('cuts off who sends half a file, and serves others meanwhile', async () => {
  const { server, token, upload } = await logIn({ requestTimeout: 500 })
  const head = `POST /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-length: 5000\r\n`
  const part = '--x\r\ncontent-disposition: form-data; name="file"; filename="photo"\r\n\r\nhalf a ph'
  const slow = await converse(server.port, `${head}content-type: multipart/form-data; boundary=x\r\n\r\n${part}`)
  expect((await upload(formWith(photo))).status).toBe(201)
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 408 /)
})

test('allows an address so many uploads a minute', async () => {
  const { server, upload } = await logIn({ maxUploads: 1 })
  const statuses = [(await upload(formWith(photo))).status, (await upload(formWith(photo))).status]
  expect(statuses).toEqual([201, 429])
  expect((await server.ask('/news')).status).toBe(200)
})
