import { auth } from '../../auth'
import { acting, noOutcome } from '../../outcome/outcome'
import { expectSuccess, letServerForget } from '../../server'
import { answers, labels, openDataFields } from '../../words'

interface Field {
  name: string
  value: string
}

/** Readable by nobody but who has the session_key. */
async function getEncryptedData() {
  const { rawData, signature, encryptedData, iv } = await wx.getUserInfo({ withCredentials: true })
  return { rawData, signature, encryptedData, iv }
}

/** What the server reads in it. `meanwhile` happens when the data is there and has not been sent. */
async function decryptByServer(meanwhile: () => Promise<void>): Promise<Record<string, unknown>> {
  // WeChat encrypts under a session_key that is alive, or not at all.
  await auth.ensureSessionKey()
  return auth.withLogin(async ({ header, rejected }) => {
    // In here, so that a replay gets it anew: a login replaces the session_key, and what was got before cannot be read after.
    const data = await getEncryptedData()
    await meanwhile()
    const answer = await auth.request({ url: '/open-data', method: 'POST', data, header, login: 'none' })
    // The second means that the server has another session_key than WeChat, which a login sets right as well.
    if (answer.statusCode === 401 || answer.data.error === 'session_key_mismatch') rejected()
    expectSuccess(answer.statusCode)
    return answer.data.data
  })
}

Page({
  ...acting,

  data: { ...noOutcome, status: labels.openDataHint, labels, fields: [] as Field[] },

  onLoad() {
    wx.setNavigationBarTitle({ title: labels.openData })
  },

  decrypt() {
    return this.run(labels.decrypt, () => this.show(async () => {}))
  },

  forgetAndDecrypt() {
    return this.run(labels.forgetAndDecrypt, () => {
      // Once, whatever is replayed.
      let forgotten: Promise<void> | undefined
      return this.show(() => (forgotten ??= letServerForget()))
    })
  },

  async show(meanwhile: () => Promise<void>): Promise<string> {
    this.setData({ fields: [] })
    const data = await decryptByServer(meanwhile)
    const fields = Object.entries(data).map(([key, value]) => ({
      name: openDataFields[key] ?? key,
      // WeChat gives 0 or an empty text for what it does not tell.
      value: String(value || labels.notGiven),
    }))
    this.setData({ fields })
    return answers.decrypted
  },
})
