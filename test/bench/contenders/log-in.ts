/** What whoever brings no login of its own needs beside its documents: the code, and where the token is kept. */

export const wxLogin = (): Promise<string> =>
  new Promise((resolve, reject) => {
    wx.login({ success: ({ code }) => resolve(code), fail: reject })
  })

export const keptToken = (): string => wx.getStorageSync('token')

export const keepToken = (token: string): void => wx.setStorageSync('token', token)
