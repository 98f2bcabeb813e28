import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runReporting, runStep, runSuites, type Suite } from './suites.js';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'hvitals-suites-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const options = () => ({ cwd, env: process.env, deadlineMs: 20_000, output: 'ignore' as const });
const node = (script: string) => [process.execPath, '-e', script];
const report = (counts: object, exitCode = 0) =>
  node(
    `require('fs').writeFileSync(process.env.HVITALS_SUMMARY, ${JSON.stringify(JSON.stringify(counts))}); process.exit(${exitCode})`,
  );
const reporting = (command: readonly string[]) => runReporting(command, join(cwd, 'out', 'summary.json'), options());
const none = { passed: 0, failed: 0, skipped: 0, errors: 0 };

describe('a suite with a reporter', () => {
  it('counts what it reports', async () => {
    expect(await reporting(report({ ...none, passed: 3, failed: 2 }, 1))).toMatchObject({ passed: 3, failed: 2, notes: [] });
  });

  it.each([
    ['that crashes before it reports', node('process.exit(0)'), 0, 1, /crashed before it could report/],
    ['that is killed', node("process.kill(process.pid, 'SIGKILL')"), 0, 1, /signal SIGKILL/],
    ['that reports no test', report(none), 0, 1, /ran no test/],
    ['that fails though all its tests passed', report({ ...none, passed: 4 }, 3), 4, 1, /exit code 3/],
    ['that skips', report({ ...none, passed: 4, skipped: 2 }), 4, 2, /2 did not run/],
    ['that has errors outside of tests', report({ ...none, passed: 4, errors: 1 }, 1), 4, 1, /errors outside of tests/],
    ['that cannot be started', ['./absent'], 0, 1, /ENOENT/],
  ])('%s is a failure that says why', async (_name, command, passed, failed, note) => {
    const counts = await reporting(command);
    expect(counts).toMatchObject({ passed, failed });
    expect(counts.notes.join()).toMatch(note);
  });

  it('names what failed and what needed its second try, a line each', async () => {
    const counts = await reporting(
      report(
        { ...none, passed: 1, failed: 1, failures: ['a › b: \u001b[31mred\u001b[39m\nstack'], secondTries: ['c › d: late'] },
        1,
      ),
    );
    expect(counts.lines).toEqual(['failed: a › b: red', 'second try: c › d: late']);
    expect(counts.notes).toEqual(['1 passed only on the second try']);
  });

  it('does not take the report of the run before for its own', async () => {
    await reporting(report({ ...none, passed: 3 }));
    expect(await reporting(node(''))).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('a step', () => {
  it('is one test', async () => {
    expect(await runStep(node(''), options())).toEqual({ passed: 1, failed: 0, notes: [] });
    expect(await runStep(node('process.exit(7)'), options())).toEqual({ passed: 0, failed: 1, notes: ['exit code 7'] });
  });

  it('that hangs is killed with all that it has started', async () => {
    const hang = "require('child_process').spawnSync(process.execPath, ['-e', 'setInterval(()=>0, 1000)'])";
    const started = performance.now();
    expect(await runStep(node(hang), { ...options(), deadlineMs: 300 })).toMatchObject({
      failed: 1,
      notes: ['killed after 0.3 s'],
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('runSuites', () => {
  const passing = (name: string): Suite => ({ name, run: async () => ({ passed: 2, failed: 0, notes: [] }) });
  const throwing: Suite = { name: 'throws', run: () => Promise.reject(new Error('no disk')) };

  it('adds up, goes on after a failure, and prints each suite with its reason', async () => {
    const printed: string[] = [];
    expect(await runSuites([passing('a'), throwing, passing('b')], (text) => printed.push(text))).toMatchObject({
      passed: 4,
      failed: 1,
    });
    expect(printed.at(-1)).toMatch(/throws: 0 passed, 1 failed: no disk/);
  });

  it('prints the lines of a suite below it', async () => {
    const printed: string[] = [];
    const counts = { passed: 1, failed: 1, notes: [], lines: ['failed: a › b: red'] };
    await runSuites([{ name: 'a', run: async () => counts }], (text) => printed.push(text));
    expect(printed.at(-1)).toMatch(/1 passed, 1 failed\n +failed: a › b: red/);
  });

  it('counts every suite that a required one keeps from running as failed', async () => {
    const counts = await runSuites([{ ...throwing, required: true }, passing('a'), passing('b')], () => undefined);
    expect(counts).toMatchObject({ passed: 0, failed: 3 });
  });
});
