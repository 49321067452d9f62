import { transform } from './jest.config.mjs'

/** Plants mistakes into `src`, one at a time, and says which of them no promise of the contract notices. */
export default {
  mutate: ['src/*.ts'],
  testRunner: 'jest',
  jest: {
    enableFindRelatedTests: false,
    config: {
      projects: [],
      testMatch: ['<rootDir>/test/mutants/*.test.ts'],
      testEnvironment: './test/mutants/first-failure.cjs',
      transform,
      testTimeout: 20_000,
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Jest keeps what it has loaded, so that a runner grows and slows down.
  maxTestRunnerReuse: 20,
  // A mutant that loops is stopped when it has run a line a hundred times as often as usual; a busy machine may take long.
  timeoutMS: 120_000,
  ignorePatterns: [
    '/*',
    '!/src',
    '!/test',
    '/test/*/',
    '!/test/helpers',
    '!/test/mutants',
    '!/test/platforms',
    '!/README.md',
    '!/docs',
    '!/.swcrc',
    '!/jest.config.mjs',
  ],
  // Of these, results.ts makes what people read; for a part, `--mutate src/task.ts --reporters clear-text` is enough.
  reporters: ['progress', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutants.json' },
}
