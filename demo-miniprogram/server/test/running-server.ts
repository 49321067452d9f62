import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { findLeaks } from '../load/leaks'
import { type LogEntry, lineOf } from '../log'
import { createLoginStates } from '../login-states'
import type { SealedData } from '../open-data'
import { createServer, type ServerOptions } from '../server'
import type { UserInfoAnswer } from '../user-info-stand-in'
import { createWechat } from '../wechat'
import { startWechatStandIn, type WechatStandIn } from '../wechat-stand-in'

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Undefined where the text is no JSON. */
  json: any
}

type Options = Partial<ServerOptions> & { standIn?: Parameters<typeof startWechatStandIn>[0] }

/** Everything that was logged and everything that must not be, over all tests of a file. */
const lines: string[] = []
const secrets = new Set<string>()
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
  expect(findLeaks(lines.join('\n'), secrets)).toEqual([])
})

/** A server and its stand-in of WeChat on free ports. Both end with the test. */
export async function runServer({ standIn: standInOptions, ...options }: Options = {}) {
  const standIn = await startWechatStandIn(standInOptions)
  const loginStates = options.loginStates ?? createLoginStates()
  const { log, logged } = recordLog()
  const server = createServer({
    wechat: createWechat(standIn),
    loginStates,
    userIdKey: standIn.secret,
    log,
    demo: true,
    ...options,
  })
  closers.push(
    () => {
      const closed = server.close()
      // Some may still be sending what was refused unread.
      server.server.closeAllConnections()
      return closed
    },
    () => standIn.close(),
  )
  const url = await server.listen({ host: '127.0.0.1', port: 0 })

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(url + path, init)
    const text = await response.text()
    const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined
    if (json?.token) secrets.add(json.token)
    recordSecrets(standIn)
    return { status: response.status, headers: response.headers, text, json }
  }

  const post = (path: string, body: unknown, headers = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  return {
    url,
    port: (server.server.address() as AddressInfo).port,
    standIn,
    loginStates,
    logged,
    ask,
    post,
    login(code: unknown = standIn.issueCode()) {
      if (typeof code === 'string' && code.length >= 10) secrets.add(code)
      return post('/login', { code })
    },
    me: (token: string) => ask('/me', { headers: { authorization: `Bearer ${token}` } }),
    /** What the phone of a user who is logged in has to send to /open-data. */
    openData(user?: string): SealedData {
      const { userInfo, ...sealed } = standIn.userInfo(user) as UserInfoAnswer
      for (const secret of [sealed.rawData, sealed.signature, sealed.encryptedData]) secrets.add(secret)
      return sealed
    },
  }
}

function recordSecrets({ secret, exchanges }: WechatStandIn): void {
  secrets.add(secret)
  for (const { openid, sessionKey } of exchanges)
    for (const found of [openid, sessionKey]) if (found) secrets.add(found)
}

function recordLog() {
  const own: string[] = []
  let wake = () => {}
  return {
    log(entry: LogEntry) {
      const line = lineOf(entry)
      own.push(line)
      lines.push(line)
      wake()
    },
    /** Resolves with the lines so far as soon as so many of them hold the text. */
    async logged(text: string, times = 1): Promise<string[]> {
      while (own.filter((line) => line.includes(text)).length < times) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return own
    },
  }
}

/** Keeps the next exchange waiting. Resolves once it has arrived, with what lets it be answered. */
export function holdNextExchange(standIn: WechatStandIn): Promise<() => void> {
  return new Promise((resolve) => {
    standIn.answerNext((reply, usual) => resolve(() => reply.send(usual)))
  })
}

interface Conversation {
  /** All that came back until it was closed. */
  answer: Promise<string>
  /** Resolves with what came back as soon as that holds the text. */
  heard(text: string): Promise<string>
  say(words: string): void
  hangUp(): void
  /** Hangs up as a phone does that crashes. */
  reset(): void
}

/** A connection that says just this. */
export async function converse(port: number, words: string): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setEncoding('utf8')
  let came = ''
  socket.on('data', (chunk) => {
    came += chunk
  })
  // A reset ends it as well as a close does.
  socket.on('error', () => {})
  const answer = new Promise<string>((resolve) => {
    socket.on('close', () => resolve(came))
  })
  async function heard(text: string): Promise<string> {
    while (!came.includes(text)) await once(socket, 'data')
    return came
  }
  closers.push(async () => socket.destroy())
  socket.write(words)
  const say = (words: string) => void socket.write(words)
  return { answer, heard, say, hangUp: () => socket.destroy(), reset: () => socket.resetAndDestroy() }
}
