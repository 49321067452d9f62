import { tokenOf } from '../helpers/fake-server'
import {
  type Answer,
  createFakeWx,
  type FakeWx,
  fails,
  loginTime,
  roundTrip,
  type Script,
  type Sent,
  staysSilent,
  throws,
} from '../helpers/fake-wx'
import { below, happens, oneOf } from './chance'

const baseUrl = 'https://api.test'

/** A phone and a server, on neither of which anything is reliable. */
export interface Phone extends FakeWx {
  /** The server forgets its login states. */
  revokeAll(): void
  /** Drops what was recorded, so that nothing but the package keeps anything. */
  forget(): void
}

const networkFaults: ((sent: Sent) => Answer | undefined)[] = [
  () => ({ statusCode: 503, data: 'busy' }),
  () => ({ statusCode: 429, header: { 'Retry-After': '2' } }),
  () => ({ statusCode: 200, data: '<html>Sign in to this Wi-Fi</html>' }),
  ({ api }) => ({ statusCode: 200, fails: { errMsg: `${api}:fail network is down`, errno: 600001 } }),
  () => undefined,
]

const loginFaults = [
  fails('login:fail system error', -1),
  fails('login:fail', 1402101),
  throws('no login'),
  staysSilent,
]

/** Whatever must not happen, and did, is added to `problems`. */
export function createPhone(problems: Set<string>): Phone {
  const tokens = new Set<string>()
  const unusedCodes = new Set<string>()
  let codes = 0
  let exchanges = 0

  function network(sent: Sent): Answer | undefined {
    const answer = sent.url === `${baseUrl}/login` ? exchange(sent.data.code) : read(sent)
    if (happens(8)) return oneOf(networkFaults)(sent)
    return { ...answer, delay: roundTrip + (happens(10) ? below(3000) : 0) }
  }

  function exchange(code: string): Answer {
    if (!unusedCodes.delete(code)) problems.add('A code was sent twice.')
    const token = `token-${++exchanges}`
    tokens.add(token)
    return { statusCode: 200, data: { token, ...(happens(50) && { expiresIn: 90 + below(60) }) } }
  }

  function read(sent: Sent): Answer {
    if (sent.url.endsWith('/refused') || !tokens.has(tokenOf(sent))) return { statusCode: 401, chunks: ['no', 'entry'] }
    return { statusCode: 200, data: 'welcome', chunks: ['wel', 'come'] }
  }

  // Codes are numbered on, though what was recorded of them is dropped.
  const login: Script = ({ success }, _usual, later) => {
    const code = `code-${++codes}`
    unusedCodes.add(code)
    phone.sessionKeyAlive = happens(70)
    later(loginTime + (happens(10) ? below(3000) : 0), () => success({ code, errMsg: 'login:ok' }))
  }
  const usually: Script = (_options, usual) => usual()

  /** Does this, but for so many of 100 cases. */
  function faulty(method: string, script: Script, percent: number, faults: Script[]): void {
    phone.always(method, (...call) => (happens(percent) ? oneOf(faults) : script)(...call))
  }

  const phone: Phone = Object.assign(createFakeWx(network), {
    revokeAll: () => tokens.clear(),
    forget() {
      for (const recorded of [phone.calls, phone.sent, phone.storageCalls, phone.tasks]) recorded.length = 0
      phone.files.clear()
      unusedCodes.clear()
    },
  })
  faulty('login', login, 6, loginFaults)
  faulty('checkSession', usually, 20, [fails('checkSession:fail'), throws('no session'), staysSilent])
  for (const method of ['getStorageSync', 'setStorageSync', 'removeStorageSync'])
    faulty(method, usually, 5, [throws(new Error(`${method}:fail`))])
  return phone
}
