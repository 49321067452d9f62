import type { Auth } from 'miniprogram-login'
import type { SealedData } from '../../demo-miniprogram/server/open-data'
import { createWire, type Wire } from '../helpers/wire'

/** What goes before the data is sent. */
type Meanwhile = () => unknown

const opened = { data: expect.objectContaining({ nickName: '微信用户' }) }
const mismatch = { statusCode: 409, data: { error: 'session_key_mismatch' } }

async function getUserInfo({ wx }: Wire): Promise<SealedData> {
  const { rawData, signature, encryptedData, iv } = await new Promise<SealedData>((success, fail) =>
    wx.getUserInfo({ success, fail }),
  )
  return { rawData, signature, encryptedData, iv }
}

/** The way without a recipe: the data is at hand, and goes out as the body of a request. */
const send = (auth: Auth, data: SealedData) => auth.request({ url: '/open-data', method: 'POST', data })

/** The recipe: each attempt gets data of its own, under the session_key that there is then. */
async function openUserInfo(wire: Wire, auth: Auth, ...meanwhile: Meanwhile[]): Promise<unknown> {
  await auth.ensureSessionKey()
  return auth.withLogin(async ({ header, rejected }) => {
    const data = await getUserInfo(wire)
    await meanwhile.shift()?.()
    const answer = await auth.request({ url: '/open-data', method: 'POST', data, header, login: 'none' })
    if (answer.statusCode === 401 || answer.data.error === 'session_key_mismatch') rejected()
    return answer.data
  })
}

describe('without the recipe', () => {
  test('a login between getting the data and sending it makes it useless, however often it is sent', async () => {
    const wire = await createWire()
    const auth = wire.start()
    await auth.ensureSessionKey()
    const data = await getUserInfo(wire)
    await auth.login()
    expect(await send(auth, data)).toMatchObject(mismatch)
    expect(await send(auth, data)).toMatchObject(mismatch)
  })

  test('so does the login that a replay needs', async () => {
    const wire = await createWire()
    const auth = wire.start()
    await auth.ensureSessionKey()
    const data = await getUserInfo(wire)
    await wire.server.revokeAll()
    expect(await send(auth, data)).toMatchObject(mismatch)
    expect(wire.server.asked.slice(-3)).toEqual(['POST /open-data', 'POST /login', 'POST /open-data'])
  })
})

test('opens the data with one login where nobody is logged in, and with none after that', async () => {
  const wire = await createWire()
  const auth = wire.start()
  expect(await openUserInfo(wire, auth)).toEqual(opened)
  expect(await openUserInfo(wire, auth)).toEqual(opened)
  expect(wire.codes).toHaveLength(1)
})

test('opens it though a login came between getting and sending', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  expect(await openUserInfo(wire, auth, () => auth.login())).toEqual(opened)
  // That login did for the replay, too.
  expect(wire.codes).toHaveLength(2)
})

test('opens it though the server forgot everybody between getting and sending', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  expect(await openUserInfo(wire, auth, () => wire.server.revokeAll())).toEqual(opened)
  expect(wire.codes).toHaveLength(2)
  expect(wire.server.asked.slice(1)).toEqual(['POST /open-data', 'POST /login', 'POST /open-data'])
})

test('opens it though WeChat made a session_key that the server never heard of', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  // A code of a pre-fetch does this, and wx.checkSession finds nothing wrong with it.
  wire.wechat.issueCode()
  expect(await openUserInfo(wire, auth)).toEqual(opened)
  expect(wire.codes).toHaveLength(2)
})

test('opens it though the session_key had died', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  wire.wechat.expireSessionKey()
  expect(await openUserInfo(wire, auth)).toEqual(opened)
  expect(wire.codes).toHaveLength(2)
  expect(wire.events.pop()).toMatchObject({ type: 'login', reason: 'session-key' })
})

test('opens it for two pages with one login when the server forgot everybody', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  await wire.server.revokeAll()
  expect(await Promise.all([openUserInfo(wire, auth), openUserInfo(wire, auth)])).toEqual([opened, opened])
  expect(wire.codes).toHaveLength(2)
})

test('gives up after one replay where the data fits no session_key that the server has', async () => {
  const wire = await createWire()
  const auth = wire.start()
  await auth.ensureLogin()
  const { getUserInfo } = wire.wx
  wire.wx.getUserInfo = (options) => {
    wire.wechat.issueCode()
    getUserInfo(options)
  }
  await expect(openUserInfo(wire, auth)).rejects.toMatchObject({ code: 'REJECTED' })
  expect(wire.codes).toHaveLength(2)
  expect(wire.server.asked.slice(1)).toEqual(['POST /open-data', 'POST /login', 'POST /open-data'])
})
