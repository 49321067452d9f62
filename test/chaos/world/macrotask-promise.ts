/**
 * A Promise whose callbacks are macrotasks, as on iOS 15 and older:
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */
export function macrotaskPromise(macrotask: (act: () => void) => void): PromiseConstructor {
  const later = (callback: any) =>
    callback &&
    ((value: unknown) =>
      new Promise((resolve, reject) => {
        macrotask(() => {
          try {
            resolve(callback(value))
          } catch (error) {
            reject(error)
          }
        })
      }))
  class MacrotaskPromise<Value> extends Promise<Value> {
    // biome-ignore lint/suspicious/noThenProperty: it is the one thing that differs
    override then(onFulfilled?: any, onRejected?: any): any {
      return super.then(later(onFulfilled), later(onRejected))
    }
  }
  return MacrotaskPromise as PromiseConstructor
}
