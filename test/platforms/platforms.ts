import type { Platform } from '../../src'
import { alipay } from '../../src/alipay'
import type { World } from '../helpers/world'
import { createMy } from './alipay'
import { createSwan } from './baidu'
import { createTt } from './douyin'
import { createKs } from './kuaishou'
import { createQq } from './qq'

interface Maker {
  name: string
  /** What an app hands to `createAuth` there. */
  create(world: World): Platform
  /** What an AuthError knows of a failure of which `wx` would say `{ errMsg: 'no network', errno: 12 }`. */
  error: { errMsg?: string; errno?: number }
  /** What it can say of the session_key. */
  sessionKey: 'may expire' | 'is none'
}

export const platforms: Maker[] = [
  { name: 'Douyin', create: createTt, error: { errMsg: 'no network' }, sessionKey: 'may expire' },
  { name: 'QQ', create: createQq, error: { errMsg: 'no network' }, sessionKey: 'may expire' },
  { name: 'Kuaishou', create: createKs, error: {}, sessionKey: 'may expire' },
  {
    name: 'Baidu',
    create(world) {
      const swan = createSwan(world)
      return Object.assign(Object.create(swan), { login: (options: any) => swan.getLoginCode(options) })
    },
    error: { errMsg: 'no network' },
    sessionKey: 'may expire',
  },
  {
    name: 'Alipay',
    create: (world) => alipay(createMy(world)),
    error: { errMsg: 'no network', errno: 12 },
    sessionKey: 'is none',
  },
]
