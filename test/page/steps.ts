import type { Step } from '../../demo-miniprogram/miniprogram/sequence/step'

type Given = Partial<Step> & Pick<Step, 'at' | 'name'>

/** Steps with ids in this order, from the app to the server unless told otherwise. */
export function stepsOf(...given: Given[]): Step[] {
  return given.map((step, index) => ({
    ...{ id: index + 1, from: 'app', to: 'server', kind: 'call', fields: [] },
    ...step,
  }))
}

/** So many alike, at the same time. */
export function many(count: number, step: (index: number) => Given): Given[] {
  return Array.from({ length: count }, (_, index) => step(index))
}

export const answer = { from: 'server', to: 'app', kind: 'answer', status: 200 } as const
export const wxLogin = { name: 'wx.login', to: 'wechat' } as const
