import { writeFileSync } from 'node:fs';

/** Playwright reporter that writes the counts of a run to the file that `HVITALS_SUMMARY` names; see suites.js. */
export default class PlaywrightSummary {
  /** @type {import('@playwright/test/reporter').Suite | undefined} */
  #suite;
  #errors = 0;

  /**
   * @param {import('@playwright/test/reporter').FullConfig} _config
   * @param {import('@playwright/test/reporter').Suite} suite
   */
  onBegin(_config, suite) {
    this.#suite = suite;
  }

  onError() {
    this.#errors += 1;
  }

  onEnd() {
    const file = process.env.HVITALS_SUMMARY;
    if (file === undefined) return;
    const counts = { passed: 0, failed: 0, skipped: 0, errors: this.#errors };
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'expected') counts.passed += 1;
      else if (outcome === 'skipped') counts.skipped += 1;
      // A test that passed only when it was tried again is not a test that passes.
      else counts.failed += 1;
    }
    writeFileSync(file, JSON.stringify(counts));
  }
}
