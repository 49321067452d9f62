const transform = { '^.+\\.[cm]?tsx?$': '@swc/jest' }

/** One runner for all: `npm test` runs every project but `browser`, which `npm run e2e` runs. */
export default {
  // Nothing waits that long on purpose; a busy machine may.
  testTimeout: 60_000,
  projects: [
    { displayName: 'contract', testMatch: ['<rootDir>/test/*.test.ts'], transform },
    {
      displayName: 'contract on iOS 15',
      testMatch: ['<rootDir>/test/*.test.ts'],
      setupFiles: ['<rootDir>/test/helpers/ios15.ts'],
      transform,
    },
    { displayName: 'wire', testMatch: ['<rootDir>/test/wire/*.test.ts'], transform },
    { displayName: 'page', testMatch: ['<rootDir>/test/page/*.test.ts'], testEnvironment: 'jsdom', transform },
    { displayName: 'server', testMatch: ['<rootDir>/demo-miniprogram/server/test/*.test.ts'], transform },
    { displayName: 'simulator', testMatch: ['<rootDir>/demo-miniprogram/simulator/test/*.test.ts'], transform },
    { displayName: 'published', testMatch: ['<rootDir>/test/published/*.test.ts'], transform },
    { displayName: 'chaos', testMatch: ['<rootDir>/test/chaos/*.test.ts'], transform },
    { displayName: 'browser', testMatch: ['<rootDir>/test/browser/*.test.ts'], transform },
  ],
}
