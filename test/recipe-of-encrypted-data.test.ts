import { tokenOf } from './helpers/fake-server'
import { createReadmeApp } from './helpers/readme'
import { createWorld, outcomeOf, pass, settle, turn } from './helpers/world'

/** WeChat encrypts under the session_key of the newest code, the server keeps that of the last exchange. */
function createStepsApp(encryptionTime = 0) {
  const world = createWorld()
  const keys: number[] = []
  const getWeRunData = async () => {
    const key = world.codes.length
    keys.push(key)
    await new Promise((resolve) => setTimeout(resolve, encryptionTime))
    return { encryptedData: `under key ${key}`, iv: 'iv' }
  }
  world.server.on('/steps', (sent) => {
    if (!world.server.tokens.has(tokenOf(sent))) return { statusCode: 401 }
    const fits = sent.data.encryptedData === `under key ${world.server.exchanges.length}`
    return fits ? { statusCode: 200, data: { steps: 8000 } } : { statusCode: 409 }
  })
  return { world, keys, app: createReadmeApp(world, { getWeRunData }) }
}

test('gets encrypted data anew where a login came between getting and sending it', async () => {
  const { world, keys, app } = createStepsApp(500)
  await settle(app.auth.ensureLogin())
  const steps = app.run('Encrypted data').loadSteps()
  await pass(200)
  await turn()
  expect(keys).toEqual([1])
  outcomeOf(app.auth.login())
  expect((await settle(steps)).value).toEqual({ steps: 8000 })
  expect(keys).toEqual([1, 2])
  expect(world.count('login')).toBe(2)
})

test('sends encrypted data twice, each time its own, where the server has forgotten the login state', async () => {
  const { world, keys, app } = createStepsApp()
  await settle(app.auth.ensureLogin())
  world.server.revokeAll()
  expect((await settle(app.run('Encrypted data').loadSteps())).value).toEqual({ steps: 8000 })
  expect(world.server.requests.map(({ data }) => data.encryptedData)).toEqual(['under key 1', 'under key 2'])
  expect(keys).toEqual([1, 2])
})

test('gets encrypted data only once where the session_key had to be renewed first', async () => {
  const { world, keys, app } = createStepsApp()
  await settle(app.auth.ensureLogin())
  world.sessionKeyAlive = false
  expect((await settle(app.run('Encrypted data').loadSteps())).value).toEqual({ steps: 8000 })
  expect(keys).toEqual([2])
})
