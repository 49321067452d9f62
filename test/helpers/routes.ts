import { tokenOf } from './fake-server'
import { succeedsAtOnce } from './fake-wx'
import { createWorld, outcomeOf } from './world'

/** Says where an Auth that has a login state sends a request, and whether that state goes with it. */
export function createRoutes(baseUrl = 'https://api.test', trustedOrigins: string[] = []) {
  const world = createWorld()
  const auth = world.start({ baseUrl, trustedOrigins })
  auth.setState({ token: 'to-be-kept' })
  world.always('request', succeedsAtOnce({ statusCode: 200, header: {}, data: '' }))
  return function route(url: string): { url: string; state: boolean } {
    outcomeOf(auth.request({ url }))
    const { options } = world.calls[world.calls.length - 1] as any
    return { url: options.url, state: tokenOf({ header: options.header ?? {} }) === 'to-be-kept' }
  }
}
