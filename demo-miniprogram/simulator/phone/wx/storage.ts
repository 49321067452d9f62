import { asyncApi } from './callbacks'

const prefix = 'miniprogram:'
/** Characters. WeChat counts bytes. */
const maxEntry = 1024 * 1024

/** The browser's localStorage holds what the mini-program stores, over reloads. */
export const storage = {
  getStorageSync: read,
  setStorageSync: write,
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: info,
  getStorage: asyncApi('getStorage', ({ key }: { key: string }) => {
    if (localStorage.getItem(prefix + key) === null) throw new Error('data not found')
    return { data: read(key) }
  }),
  setStorage: asyncApi('setStorage', ({ key, data }: { key: string; data: unknown }) => {
    write(key, data)
    return {}
  }),
  removeStorage: asyncApi('removeStorage', ({ key }: { key: string }) => {
    remove(key)
    return {}
  }),
  clearStorage: asyncApi('clearStorage', () => {
    clear()
    return {}
  }),
  getStorageInfo: asyncApi('getStorageInfo', info),
}

/** '' for what is not there, as in WeChat. */
function read(key: string): unknown {
  const text = localStorage.getItem(prefix + key)
  if (text === null) return ''
  const { data, isDate } = JSON.parse(text)
  return isDate ? new Date(data) : data
}

function write(key: string, data: unknown): void {
  const text = JSON.stringify({ data: data === undefined ? '' : data, ...(data instanceof Date && { isDate: true }) })
  if (text.length > maxEntry) throw new Error('entry size limit reached')
  localStorage.setItem(prefix + key, text)
}

function remove(key: string): void {
  localStorage.removeItem(prefix + key)
}

function clear(): void {
  for (const key of info().keys) remove(key)
}

function info() {
  const own = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const size = own.reduce((sum, key) => sum + (localStorage.getItem(key)?.length ?? 0), 0)
  return {
    keys: own.map((key) => key.slice(prefix.length)),
    currentSize: Math.ceil(size / 1024),
    limitSize: 10 * 1024,
  }
}
