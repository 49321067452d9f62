import { findOut } from './find-out'

const everybody = { nickName: '微信用户', gender: 0, language: '', city: '', province: '', country: '', avatarUrl: '' }

test('getUserInfo gives what is encrypted and signed only with credentials, and those only after a login', async () => {
  const base64 = /^[\w+/]+=*$/
  expect(
    await findOut(`
      const ask = (options) => wx.getUserInfo(options).catch((failure) => failure)
      const early = await ask({ withCredentials: true })
      const bare = await ask()
      await wx.login()
      return { early, bare, full: await ask({ withCredentials: true }) }`),
  ).toEqual({
    early: { errMsg: 'getUserInfo:fail no session_key is alive to encrypt under; call wx.login first' },
    bare: { userInfo: everybody, rawData: JSON.stringify(everybody), errMsg: 'getUserInfo:ok' },
    full: {
      userInfo: everybody,
      rawData: JSON.stringify(everybody),
      signature: expect.stringMatching(/^[0-9a-f]{40}$/),
      encryptedData: expect.stringMatching(base64),
      iv: expect.stringMatching(base64),
      errMsg: 'getUserInfo:ok',
    },
  })
})
