import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '../config'
import { StartError } from '../start-error'

const credentials = { WECHAT_APPID: 'wx1', WECHAT_SECRET: 'secret' }

test('has a default for everything', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 8787,
    processes: 1,
    trustProxy: [],
    graceSeconds: 8,
  })
})

test('reads everything from the environment', () => {
  const env = {
    ...credentials,
    HOST: '0.0.0.0',
    PORT: '80',
    WECHAT_API: 'https://wechat.example/api/',
    REDIS_URL: 'rediss://user:password@redis.example:6380/2',
    PROCESSES: '4',
    TRUST_PROXY: '127.0.0.1, ::1,10.0.0.0/8,fd00::/8',
    GRACE_SECONDS: '30',
    METRICS_PORT: '9464',
    METRICS_HOST: '10.0.0.1',
  }
  expect(readConfig(env)).toEqual({
    host: '0.0.0.0',
    port: 80,
    wechat: { appId: 'wx1', secret: 'secret', url: 'https://wechat.example/api' },
    redisUrl: 'rediss://user:password@redis.example:6380/2',
    processes: 4,
    trustProxy: ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8'],
    graceSeconds: 30,
    metrics: { host: '10.0.0.1', port: 9464 },
  })
})

const onePort = 'must be a whole number from 0 to 65535'
const oneRedis = 'REDIS_URL must be a URL that begins with redis:// or rediss:// and names a host.'

test.each([
  [{ WECHAT_APPID: 'wx1' }, 'WECHAT_APPID is set but WECHAT_SECRET is not: set both to ask WeChat'],
  [{ WECHAT_SECRET: 'abc', WECHAT_APPID: '' }, 'WECHAT_SECRET is set but WECHAT_APPID is not: set both'],
  [{ WECHAT_API: 'api.weixin.qq.com' }, 'WECHAT_API must be a URL that begins with https:// or http://'],
  [{ PORT: '80.5' }, `PORT ${onePort}, not '80.5'.`],
  [{ PORT: '65536' }, `PORT ${onePort}, not '65536'.`],
  [{ PORT: '' }, `PORT ${onePort}, not ''.`],
  [{ METRICS_PORT: '-1' }, `METRICS_PORT ${onePort}, not '-1'.`],
  [{ GRACE_SECONDS: '8s' }, "GRACE_SECONDS must be a whole number from 0 to 600, not '8s'."],
  [{ PROCESSES: '0' }, "PROCESSES must be a whole number from 1 to 64, not '0'."],
  [{ PROCESSES: 'max' }, "PROCESSES must be a whole number from 1 to 64, not 'max'."],
  [{ PROCESSES: '2', ...credentials }, 'processes share login states through Redis only: set REDIS_URL.'],
  [{ PROCESSES: '2', REDIS_URL: 'redis://localhost' }, 'set WECHAT_APPID and WECHAT_SECRET.'],
  [{ REDIS_URL: 'localhost:6379' }, oneRedis],
  [{ REDIS_URL: 'redis:' }, oneRedis],
  [{ REDIS_URL: 'http://localhost' }, oneRedis],
  [{ TRUST_PROXY: 'true' }, "TRUST_PROXY=127.0.0.1,10.0.0.0/8, not 'true'."],
  [{ TRUST_PROXY: '10.0.0.0/33' }, "not '10.0.0.0/33'."],
  [{ TRUST_PROXY: '10.0.0.0/8/8' }, "not '10.0.0.0/8/8'."],
  [{ TRUST_PROXY: '127.0.0.1,nginx' }, "not 'nginx'."],
])('says of %j in a sentence what would be right', (env, sentence) => {
  expect(() => readConfig(env)).toThrow(StartError)
  expect(() => readConfig(env)).toThrow(sentence)
})

test('repeats no password that stands in a URL', () => {
  const url = 'http://user:the-password@redis.example'
  expect(() => readConfig({ REDIS_URL: url })).toThrow(StartError)
  expect(() => readConfig({ REDIS_URL: url })).not.toThrow('the-password')
})

test.each(['README.md', 'README.zh-CN.md'])('names in %s every variable that it reads, and no other', (document) => {
  const here = (path: string) => readFileSync(join(__dirname, '..', path), 'utf8')
  const read = new Set(here('config.ts').match(/\b[A-Z]+_?[A-Z]+(?=')|(?<=env\.)[A-Z_]+|WECHAT_[A-Z]+(?=:)/g))
  const told = [...here(document).matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name)
  expect(told.sort()).toEqual([...read].sort())
})
