const { TestEnvironment } = require('jest-environment-node')

/** One failure kills a mutant: the tests that follow it are skipped, which neither jest nor Stryker can be told. */
module.exports = class extends TestEnvironment {
  failed = false

  /** @param {any} event */
  async handleTestEvent(event) {
    if (event.name === 'test_start' && this.failed) event.test.mode = 'skip'
    if (event.name === 'test_done' && event.test.errors.length > 0) this.failed = true
  }
}
