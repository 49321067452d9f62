import { counterexamples, isOpen } from './counterexamples'
import { describe as described, explore } from './explore'
import { play } from './play'
import { compilePackage, readPackage } from './world/package'

const load = compilePackage(readPackage())

// Once an open one is mended, it fails here: then it is a past one, and has to stay so.
test.each(counterexamples)('finds, while that is open only, that $sentence', async ({ rule, open, scenario }) => {
  const breach = await play(load, scenario)
  expect([breach?.rule, breach && open?.(breach)]).toEqual(open ? [rule, true] : [undefined, undefined])
})

test('keeps every rule in 3000 random runs', async () => {
  const finding = await explore(load, { runs: 3000, seed: 1154, passesOver: isOpen })
  expect(finding && (await described(load, finding))).toBeUndefined()
}, 300_000)
