const none = {
  login: 0,
  request: 0,
  getStorageSync: 0,
  setStorageSync: 0,
  removeStorageSync: 0,
  /** Codes that reached the server. */
  exchanges: 0,
  /** Requests that reached it, exchanges aside. */
  sends: 0,
  /** Callers that got an answer, and those that got an error. */
  answered: 0,
  failed: 0,
}

export type Counts = typeof none

export const counts: Counts = { ...none }

export const startCounting = (): void => void Object.assign(counts, none)
