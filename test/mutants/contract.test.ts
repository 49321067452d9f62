import { readdirSync } from 'node:fs'
import { join } from 'node:path'
// First, so that what it does before and after each test is done in all that follow.
import '../helpers/world'

/** The whole contract as one test file: a mutant is loaded once, not once for each promise. */
const folder = join(__dirname, '..')
// Those of the documents' code are not the contract, and bring a compiler along.
const promises = readdirSync(folder).filter((name) => /^(?!readme|recipe|migrating).*\.test\.ts$/.test(name))
for (const file of promises) {
  describe(file, () => void require(join(folder, file)))
}
