import { writeFileSync } from 'node:fs';

/** Vitest reporter that writes the counts of a run to the file that `HVITALS_SUMMARY` names; see suites.js. */
export default class VitestSummary {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.HVITALS_SUMMARY;
    if (file === undefined) return;
    const counts = { passed: 0, failed: 0, skipped: 0, errors: unhandledErrors.length };
    for (const module of modules) {
      // A file that cannot be loaded, or a hook that throws, has no test to count.
      counts.errors += module.errors().length;
      for (const suite of module.children.allSuites()) counts.errors += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'failed') counts.failed += 1;
        else counts.skipped += 1;
      }
    }
    writeFileSync(file, JSON.stringify(counts));
  }
}
