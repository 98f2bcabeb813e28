import { writeFileSync } from 'node:fs';

/** Playwright reporter that writes the counts of a run, and what failed, to the file that `HVITALS_SUMMARY` names; see suites.js. */
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
    /** @type {string[]} */
    const failures = [];
    /** @type {string[]} */
    const secondTries = [];
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      const message = test.results.find(({ error }) => error !== undefined)?.error?.message ?? 'no message';
      const line = `${test.titlePath().filter(Boolean).join(' › ')}: ${message}`;
      if (outcome === 'skipped') counts.skipped += 1;
      else if (outcome === 'unexpected') counts.failed += 1;
      else counts.passed += 1;
      if (outcome === 'unexpected') failures.push(line);
      if (outcome === 'flaky') secondTries.push(line);
    }
    writeFileSync(file, JSON.stringify({ ...counts, failures, secondTries }));
  }
}
