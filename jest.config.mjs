export const transform = { '^.+\\.[cm]?tsx?$': '@swc/jest' }
/** The contract alone answers for `src`: what else runs it proves less. */
const elsewhere = { transform, coveragePathIgnorePatterns: ['<rootDir>/src/'] }

/** One runner for all: `npm test` runs every project but those that need more than its `npm ci` brings. */
export default {
  // Nothing waits that long on purpose; a busy machine may.
  testTimeout: 60_000,
  // Most tests wait for other processes, so that none of the cores needs to be left to those.
  maxWorkers: '100%',
  // By Babel's provider: V8's counts no `if` that is always true, and no default that is never taken.
  collectCoverageFrom: ['src/*.ts'],
  coverageThreshold: { global: { branches: 100, lines: 100 } },
  coverageReporters: [['text', { skipFull: true }]],
  projects: [
    { displayName: 'contract', testMatch: ['<rootDir>/test/*.test.ts'], transform },
    {
      displayName: 'contract on iOS 15',
      testMatch: ['<rootDir>/test/*.test.ts'],
      setupFiles: ['<rootDir>/test/helpers/ios15.ts'],
      ...elsewhere,
    },
    { displayName: 'wire', testMatch: ['<rootDir>/test/wire/*.test.ts'], ...elsewhere },
    { displayName: 'page', testMatch: ['<rootDir>/test/page/*.test.ts'], testEnvironment: 'jsdom', ...elsewhere },
    { displayName: 'server', testMatch: ['<rootDir>/demo-miniprogram/server/test/*.test.ts'], ...elsewhere },
    { displayName: 'simulator', testMatch: ['<rootDir>/demo-miniprogram/simulator/test/*.test.ts'], ...elsewhere },
    { displayName: 'published', testMatch: ['<rootDir>/test/published/*.test.ts'], ...elsewhere },
    { displayName: 'chaos', testMatch: ['<rootDir>/test/chaos/*.test.ts'], ...elsewhere },
    { displayName: 'fleet', testMatch: ['<rootDir>/test/fleet/*.test.ts'], transform },
    { displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.test.ts'], ...elsewhere },
    {
      displayName: 'consumers',
      testMatch: ['<rootDir>/test/consumers/*.test.ts'],
      globalSetup: '<rootDir>/test/consumers/install.ts',
      globalTeardown: '<rootDir>/test/consumers/table.ts',
      ...elsewhere,
    },
    { displayName: 'wechat', testMatch: ['<rootDir>/test/wechat/*.test.ts'], ...elsewhere },
  ],
}
