export interface Costs {
  logins: number
  exchanges: number
  requests: number
}

export const noCosts: Readonly<Costs> = { logins: 0, exchanges: 0, requests: 0 }

/** What was asked of WeChat and of the server since the last `takeCosts()`. */
export const costs: Costs = { ...noCosts }

export function takeCosts(): Costs {
  const taken = { ...costs }
  Object.assign(costs, noCosts)
  return taken
}
