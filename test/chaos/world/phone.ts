import type { Platform } from '../../../src'
import { baseUrl } from '../watch/calls'
import type { Copy } from '../watch/copy'
import { loginAnswered, loginCalled } from '../watch/logins'
import { storageRead, storageWritten } from '../watch/states'
import { sendCall, sendExchange } from './network'
import { callBack } from './round-trip'

/** Milliseconds. */
const loginTime = 300
const checkTime = 100
const singlePageScene = 1154

/** What the copy gets as `platform`: the phone that all of them share. */
export function createPlatform(copy: Copy): Platform {
  const { world } = copy

  function storage<Value>(operation: string, act: () => Value): Value | undefined {
    if (!copy.alive) return
    copy.loaded = true
    if (!world.storageFaults.has(operation)) return act()
    copy.owed.storageFaults++
    throw new Error(`storage: ${operation} failed`)
  }

  return {
    login(options) {
      if (!copy.alive) return
      const attempt = loginCalled(copy)
      const code = `cod~${world.codes.length}`
      const earlier = world.codes.find((given) => given.copy === copy)?.code ?? ''
      world.codes.push({ code, copy })
      world.sessionKeyAlive = true
      return callBack(copy, 'login', options, {
        delay: loginTime,
        say: () => ({ how: 'success', result: { code, errMsg: 'login:ok' } }),
        heard: (how, result) => loginAnswered(copy, attempt, how, result),
        odd: {
          'gives an earlier code': { code: earlier },
          'gives no code': {},
          'gives a number': { code: 7 },
          'gives nothing': undefined,
        },
      })
    },
    checkSession(options) {
      if (!copy.alive) return
      const check = world.nextOrder()
      copy.checking = check
      copy.sessionKeyAlive = true
      return callBack(copy, 'checkSession', options, {
        delay: checkTime,
        say: () => ({ how: world.sessionKeyAlive ? 'success' : 'fail', result: { errMsg: 'checkSession' } }),
        heard(how) {
          if (copy.checking !== check) return
          copy.checking = undefined
          copy.sessionKeyAlive = how === 'success'
          if (how === 'success') copy.checkedAt = world.nextOrder()
        },
      })
    },
    request(options) {
      if (!copy.alive) return
      return options.url === `${baseUrl}/login` ? sendExchange(copy, options) : sendCall(copy, 'request', options)
    },
    uploadFile: (options) => copy.alive && sendCall(copy, 'uploadFile', options),
    downloadFile: (options) => copy.alive && sendCall(copy, 'downloadFile', options),
    getStorageSync(key) {
      const first = !copy.loaded
      return storage('read', () => {
        const text = world.storage.get(key)
        const stored = text === undefined ? '' : JSON.parse(text)
        storageRead(copy, key, stored, first)
        return stored
      })
    },
    setStorageSync(key, data) {
      if (copy.alive) storageWritten(copy, key, data)
      storage('write', () => {
        world.storage.set(key, JSON.stringify(data))
        world.stored = { by: copy, order: world.nextOrder() }
      })
    },
    removeStorageSync: (key) => storage('remove', () => void world.storage.delete(key)),
    getEnterOptionsSync: () => ({ scene: world.singlePage ? singlePageScene : 1001 }),
    getApiCategory: () => 'default',
  }
}
