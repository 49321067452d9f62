import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../load/free-port'
import { runServer } from './running-server'

const isNginxHere = !spawnSync('nginx', ['-v']).error
const describeWithNginx = isNginxHere ? describe : describe.skip

/** The block of README.md as it stands there, but on these ports and without TLS, for which there is no certificate. */
async function blockFor(port: number, serverPort: number): Promise<string> {
  const readme = await readFile(join(__dirname, '..', 'README.md'), 'utf8')
  const [, block = ''] = /^```nginx\n(.*?)^```/ms.exec(readme) ?? []
  return block
    .replace('127.0.0.1:8787', `127.0.0.1:${serverPort}`)
    .replace('443 ssl', `127.0.0.1:${port}`)
    .replace(/^ *ssl_.*\n/gm, '')
}

describeWithNginx(`behind nginx, as README.md says${isNginxHere ? '' : ' (skipped: there is no nginx here)'}`, () => {
  const closers: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  async function run(options: Parameters<typeof runServer>[0] = {}) {
    const server = await runServer({ trustProxy: ['127.0.0.1'], ...options })
    const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
    closers.push(() => rm(folder, { recursive: true }))
    // Its workers are somebody else's.
    await chmod(folder, 0o755)
    const port = await freePort()
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`)
    const http = `access_log off; ${paths.join(' ')}\n${await blockFor(port, server.port)}`
    await writeFile(join(folder, 'nginx.conf'), `pid nginx.pid; daemon off; events {} http { ${http} }`)
    const nginx = spawn('nginx', ['-p', folder, '-e', 'error.log', '-c', 'nginx.conf'], { stdio: 'ignore' })
    const exit = once(nginx, 'exit')
    closers.push(async () => {
      nginx.kill()
      await exit
    })
    const url = `http://127.0.0.1:${port}`
    const listens = () =>
      fetch(url).then(
        () => true,
        () => nginx.exitCode !== null,
      )
    while (!(await listens())) await new Promise(setImmediate)
    return { server, url }
  }

  test('passes a stream on word by word', async () => {
    const { server, url } = await run()
    const { token } = (await server.login()).json
    const leaving = new AbortController()
    const headers = { authorization: `Bearer ${token}` }
    const { body } = await fetch(`${url}/stream?pause=1000`, { headers, signal: leaving.signal })
    const first = await body?.getReader().read()
    expect(Buffer.from(first?.value ?? []).toString()).toBe('Each ')
    leaving.abort()
  })

  test('takes a file of 2 MB, and leaves it to the server to refuse more', async () => {
    const { server, url } = await run()
    const { token } = (await server.login()).json
    const upload = async (bytes: number) => {
      const body = new FormData()
      body.append('file', new Blob([new Uint8Array(bytes)]), 'photo.png')
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${url}/files`, { method: 'POST', headers, body })
      return [answer.status, await answer.json()]
    }
    expect(await upload(2 * 1024 * 1024)).toEqual([201, expect.anything()])
    expect(await upload(2 * 1024 * 1024 + 1)).toEqual([413, expect.objectContaining({ error: 'body_too_large' })])
  })

  test('counts clients by the address that nginx sees, whatever they say', async () => {
    const { server, url } = await run({ maxLogins: 1 })
    const from = async (forwarded: string) => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwarded }
      const body = JSON.stringify({ code: server.standIn.issueCode() })
      return (await fetch(`${url}/login`, { method: 'POST', headers, body })).status
    }
    expect([await from('10.0.0.1'), await from('10.0.0.2')]).toEqual([200, 429])
  })

  test.each(['/health', '/ready'])('keeps %s to itself', async (path) => {
    const { url } = await run()
    expect((await fetch(url + path)).status).toBe(404)
  })
})
