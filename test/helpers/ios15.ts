/**
 * On iOS 15 and older, `Promise` is a polyfill whose callbacks are timers:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 * Loaded before a test file, this makes it so for everything in it. The macrotasks are real ones, so that tests can await
 * under the virtual clock.
 */
const Native = Promise
const macrotask = setImmediate

class MacrotaskPromise<Value> extends Native<Value> {
  // biome-ignore lint/suspicious/noThenProperty: it is the one thing that differs
  override then(onFulfilled?: any, onRejected?: any): any {
    return super.then(later(onFulfilled), later(onRejected))
  }
}

const later = (callback: any) =>
  callback &&
  ((value: unknown) =>
    new Native((resolve, reject) => {
      macrotask(() => {
        try {
          resolve(callback(value))
        } catch (error) {
          reject(error)
        }
      })
    }))

globalThis.Promise = MacrotaskPromise as PromiseConstructor
