import { readdirSync } from 'node:fs'
import { join } from 'node:path'
// First, so that what it does before and after each test is done in all that follow.
import '../helpers/world'

/** The whole contract as one test file: a mutant is loaded once, not once for each promise. */
const folder = join(__dirname, '..')
for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.ts'))) {
  describe(file, () => void require(join(folder, file)))
}
