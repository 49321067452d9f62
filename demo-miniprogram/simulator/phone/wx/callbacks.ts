export interface Callbacks {
  success?(result: object): void
  fail?(failure: Failure): void
  complete?(outcome: object): void
}

export interface Failure {
  errMsg: string
  errno?: number
}

/** Why a call of `wx` failed, with the number of WeChat's list if it has one. */
export class WxError extends Error {
  constructor(
    reason: string,
    readonly errno?: number,
  ) {
    super(reason)
  }
}

/** Most of `wx`: tells the outcome to the callbacks or, where there are none, by a promise. */
export function asyncApi<Options extends object>(name: string, act: (options: Options) => object | Promise<object>) {
  return (options: Options & Callbacks = {} as Options & Callbacks): Promise<object> | undefined => {
    // Never at once, as in WeChat: not even what is known at once.
    const outcome = Promise.resolve(options)
      .then(act)
      .then(
        (result) => ({ ...result, errMsg: `${name}:ok` }),
        (error) => Promise.reject(failureOf(name, error)),
      )
    if (!options.success && !options.fail && !options.complete) return outcome
    outcome.then(
      (result) => callBack(options, 'success', result),
      (failure) => callBack(options, 'fail', failure),
    )
    return undefined
  }
}

export function failureOf(name: string, error: unknown): Failure {
  const reason = error instanceof Error ? error.message : String(error)
  const errno = error instanceof WxError ? error.errno : undefined
  return { errMsg: `${name}:fail ${reason}`, ...(errno !== undefined && { errno }) }
}

/** `complete` comes last. What one of them throws does not keep the other from being called. */
export function callBack(callbacks: Callbacks, outcome: 'success' | 'fail', value: object): void {
  for (const name of [outcome, 'complete'] as const) {
    try {
      callbacks[name]?.(value as Failure)
    } catch (error) {
      reportError(error)
    }
  }
}
