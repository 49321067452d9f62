import type { Auth } from '../../src'
import { type Alipay, alipay } from '../../src/alipay'
import { createWorld, type World } from '../helpers/world'
import { createMy } from './alipay'

type Method = 'getAuthCode' | 'request' | 'uploadFile' | 'downloadFile'

export interface AlipayApp {
  world: World
  my: Alipay
  start(): Auth
  /** Starts with a login state that the server accepts. */
  loggedIn(): Auth
  /** What `my` is asked from now on, in order. */
  askedOf(method: Method): any[]
  /** From now on `my` does nothing but call back so. */
  answers(method: Method, say: 'success' | 'fail', told?: object): void
}

export function createAlipayApp(): AlipayApp {
  const world = createWorld()
  const my = createMy(world)
  const start = () => world.start({ platform: alipay(my) })
  return {
    world,
    my,
    start,
    loggedIn() {
      const auth = start()
      auth.setState({ token: 'good' })
      world.server.tokens.add('good')
      return auth
    },
    askedOf(method) {
      const asked: any[] = []
      const usual = my[method]
      my[method] = (options) => {
        asked.push(options)
        return usual(options)
      }
      return asked
    },
    answers(method, say, told) {
      my[method] = (options) => void setTimeout(() => options[say](told))
    },
  }
}
