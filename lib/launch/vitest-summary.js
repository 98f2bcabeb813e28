import { writeFileSync } from 'node:fs';

/** Vitest reporter that writes the counts of a run, and what failed, to the file that `HVITALS_SUMMARY` names; see suites.js. */
export default class VitestSummary {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.HVITALS_SUMMARY;
    if (file === undefined) return;
    const counts = { passed: 0, failed: 0, skipped: 0, errors: unhandledErrors.length };
    /** @type {string[]} */
    const failures = [];
    /** @type {string[]} */
    const secondTries = [];
    for (const module of modules) {
      // A file that cannot be loaded, or a hook that throws, has no test to count.
      counts.errors += module.errors().length;
      for (const suite of module.children.allSuites()) counts.errors += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        const name = `${module.relativeModuleId} › ${test.fullName}`;
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
        if (state === 'failed') failures.push(`${name}: ${errors[0]?.message ?? 'no message'}`);
        if (state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0)
          secondTries.push(`${name}: ${errors[0]?.message ?? ''}`);
      }
    }
    writeFileSync(file, JSON.stringify({ ...counts, failures, secondTries }));
  }
}
