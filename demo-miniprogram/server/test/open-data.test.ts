import { decrypt, isSigned } from '../open-data'
import { seal } from '../user-info-stand-in'

/** WeChat's own examples: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html */
const signed = {
  rawData:
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","a' +
    'vatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAt' +
    'pujxyzYsrztuuICqIM5ibXQ/0"}',
  signature: '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
}
const signingKey = 'HyVFkGl5F5OQWJZZaNzBBg=='
const encrypted = {
  encryptedData:
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4l' +
    'GOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInN' +
    'lxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/' +
    'r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7Xjf' +
    'hQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==',
  iv: 'r7BXXKkLb8qrSNn05n0qiA==',
}
const encryptingKey = 'tiihtNczf5v6AKRyjwEUhQ=='
const anotherKey = 'AAAAAAAAAAAAAAAAAAAAAA=='

test("accepts the signature of WeChat's example", () => {
  expect(isSigned(signed, signingKey)).toBe(true)
})

test.each([
  ['other data', { ...signed, rawData: `${signed.rawData} ` }, signingKey],
  ['another session_key', signed, anotherKey],
  ['another signature', { ...signed, signature: signed.signature.replace('75', '76') }, signingKey],
  ['a signature that is too short', { ...signed, signature: '75e8' }, signingKey],
  ['a signature that is none', { ...signed, signature: 'signature' }, signingKey],
])('refuses a signature for %s', (_, data, sessionKey) => {
  expect(isSigned(data, sessionKey)).toBe(false)
})

test('signs texts that are not ASCII by their UTF-8', () => {
  const sealed = seal({ nickName: '微信用户' }, {}, signingKey)
  expect(isSigned(sealed, signingKey)).toBe(true)
})

test("decrypts WeChat's example", () => {
  expect(decrypt(encrypted, encryptingKey)).toEqual({
    openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
    nickName: 'Band',
    gender: 1,
    language: 'zh_CN',
    city: 'Guangzhou',
    province: 'Guangdong',
    country: 'CN',
    avatarUrl: expect.stringContaining('http://wx.qlogo.cn/mmopen/vi_32/'),
    unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
    watermark: { timestamp: 1477314187, appid: 'wx4f4bc4dec97d474b' },
  })
})

test.each([
  ['another session_key', encrypted, anotherKey],
  ['a session_key that is none', encrypted, 'session-key'],
  ['another iv', { ...encrypted, iv: anotherKey }, encryptingKey],
  ['an iv that is none', { ...encrypted, iv: '' }, encryptingKey],
  ['data that was cut short', { ...encrypted, encryptedData: encrypted.encryptedData.slice(0, 64) }, encryptingKey],
  ['data that is no data', { ...encrypted, encryptedData: '' }, encryptingKey],
])('decrypts nothing with %s', (_, data, sessionKey) => {
  expect(decrypt(data, sessionKey)).toBeUndefined()
})

test.each(['null', '1', '"text"'])('takes a single block that was steered to %s for no data', (text) => {
  expect(decrypt(seal({}, JSON.parse(text), signingKey), signingKey)).toBeUndefined()
})
